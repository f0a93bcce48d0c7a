package dev.hawser.identity.internal.account;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.identity.MailSettings;
import dev.hawser.identity.internal.mail.MailQuota;
import jakarta.inject.Singleton;
import java.util.UUID;

/**
 * Bounds the invitations that an organization has mailed: they go to strangers, in the name of this
 * installation.
 */
@Singleton
final class InvitationQuota {
  private static final ErrorCode EXHAUSTED = new ErrorCode("identity.too-many-invitations");
  private final MailQuota quota;
  private final int most;

  InvitationQuota(MailQuota quota, SettingValues settings) {
    this.quota = quota;
    this.most = settings.get(MailSettings.INVITATIONS);
  }

  /**
   * Takes one, in the transaction of the invitation: one that is refused does not count.
   *
   * @throws HawserException.LimitExceeded when none is left
   */
  void take(UUID organization) {
    quota
        .take("invitations of " + organization, most)
        .ifPresent(
            wait -> {
              throw new HawserException.LimitExceeded(
                  EXHAUSTED,
                  "Your organization has had %d invitations mailed within an hour. Wait, or ask the operator to raise %s."
                      .formatted(most, MailSettings.INVITATIONS.key()),
                  wait);
            });
  }
}
