package dev.hawser.identity.internal.account;

import dev.hawser.core.lock.LeaderDuty;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/** Deletes tokens that are too old, and invitations that have been over for three months. */
@Singleton
final class AccountCleanUp implements LeaderDuty {
  private static final Duration REMEMBERED = Duration.ofDays(90);

  private final OneTimeTokens tokens;
  private final InvitationRepository invitations;
  private final InstantSource clock;

  AccountCleanUp(OneTimeTokens tokens, InvitationRepository invitations, InstantSource clock) {
    this.tokens = tokens;
    this.invitations = invitations;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "clean-up of links and invitations";
  }

  @Override
  public Duration every() {
    return Duration.ofHours(6);
  }

  @Override
  public void run(BooleanSupplier leading) {
    tokens.forgetOld();
    invitations.deleteOld(clock.instant().minus(REMEMBERED));
  }
}
