package dev.hawser.identity.internal.account;

import dev.hawser.identity.internal.account.OneTimeTokens.Way;
import dev.hawser.identity.internal.mail.Letter;
import dev.hawser.identity.internal.mail.MailKind;
import dev.hawser.identity.internal.mail.MailOrder;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The link for a new password. It was ordered for an address, whether somebody has it or not: only
 * here, where nobody waits for an answer, is it looked up.
 */
@Singleton
final class ResetMail implements MailKind {
  static final String ID = "password-reset";
  private static final Logger LOG = LoggerFactory.getLogger(ResetMail.class);

  private final MemberRepository members;
  private final OneTimeTokens tokens;
  private final Links links;
  private final EnforcedOrganizations enforced;

  ResetMail(
      MemberRepository members, OneTimeTokens tokens, Links links, EnforcedOrganizations enforced) {
    this.enforced = enforced;
    this.members = members;
    this.tokens = tokens;
    this.links = links;
  }

  @Override
  public String id() {
    return ID;
  }

  @Override
  public Optional<Letter> write(MailOrder order) {
    return members.findByEmail(order.address()).map(this::letter);
  }

  private Letter letter(MemberRow user) {
    if (enforced.contains(user.organization())) {
      return new Letter(
          "You sign in with single sign-on",
          List.of(
              "Somebody has asked for a new password of your account on Hawser.",
              "Your organization's members sign in with single sign-on, so the account needs none."),
          null,
          "If it was not you, do nothing.");
    }
    return new Letter(
        "Set a new password",
        List.of(
            "Somebody has asked for a new password of your account on Hawser.",
            "The link works once and holds for an hour. It ends all sessions of the account."),
        new Letter.Link(
            "Set a new password", links.full(Links.reset(tokens.ofReset(user, Way.MAILED)))),
        "If it was not you, do nothing: your password stays as it is.");
  }

  @Override
  public void sent(MailOrder order) {
    LOG.debug("{} is sent", order);
  }

  @Override
  public void failed(MailOrder order, String why) {
    LOG.debug("{} will not be sent: {}", order, why); // its reader asks for another
  }
}
