package dev.hawser.identity.internal.mail;

import dev.hawser.core.lock.LeaderDuty;
import dev.hawser.identity.internal.hash.Sha256;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Bounds how many mails somebody can make us send, for example strangers to one address, for all
 * replicas together. It does the same work for every address, so that nobody learns from it which
 * ones exist.
 */
@Singleton
public final class MailQuota implements LeaderDuty {
  private static final Duration WINDOW = Duration.ofHours(1);

  private final MailQuotaRepository rows;
  private final InstantSource clock;

  MailQuota(MailQuotaRepository rows, InstantSource clock) {
    this.rows = rows;
    this.clock = clock;
  }

  /**
   * Takes one of those that are left; call it in a transaction.
   *
   * @param what whom or what is counted
   * @param most how many there are in an hour
   * @return when none is left, how long until there are more
   */
  public Optional<Duration> take(String what, int most) {
    Instant now = clock.instant();
    String id = Sha256.hex(what);
    rows.count(id, now, now.minus(WINDOW));
    MailQuotaRow row = rows.find(id).orElseThrow();
    return row.used() <= most
        ? Optional.empty()
        : Optional.of(Duration.between(now, row.since().plus(WINDOW)));
  }

  @Override
  public String name() {
    return "clean-up of mail quotas";
  }

  @Override
  public Duration every() {
    return WINDOW;
  }

  @Override
  public void run(BooleanSupplier leading) {
    rows.deleteOld(clock.instant().minus(WINDOW));
  }
}
