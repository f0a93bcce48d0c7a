package dev.hawser.identity.internal.secret;

import dev.hawser.core.lock.LeaderDuty;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Deletes from the access log what is older than a year. */
@Singleton
final class AccessRetention implements LeaderDuty {
  private static final int AT_ONCE = 1_000;

  private final AccessRepository rows;

  AccessRetention(AccessRepository rows) {
    this.rows = rows;
  }

  @Override
  public String name() {
    return "retention of the access log of secrets";
  }

  @Override
  public Duration every() {
    return Duration.ofHours(24);
  }

  @Override
  public void run(BooleanSupplier leading) {
    int deleted = AT_ONCE;
    while (deleted == AT_ONCE && leading.getAsBoolean()) {
      deleted = rows.deleteOld(AT_ONCE);
    }
  }
}
