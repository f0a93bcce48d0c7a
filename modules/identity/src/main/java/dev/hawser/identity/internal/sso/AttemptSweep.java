package dev.hawser.identity.internal.sso;

import dev.hawser.core.lock.LeaderDuty;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/** Deletes sign-ins that nobody has ended. */
@Singleton
final class AttemptSweep implements LeaderDuty {
  private static final int BATCH = 1_000;

  private final AttemptRepository rows;
  private final InstantSource clock;

  AttemptSweep(AttemptRepository rows, InstantSource clock) {
    this.rows = rows;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "clean-up of unfinished single sign-ons";
  }

  @Override
  public Duration every() {
    return Duration.ofMinutes(10);
  }

  @Override
  public void run(BooleanSupplier leading) {
    int deleted = BATCH;
    while (deleted == BATCH && leading.getAsBoolean()) {
      deleted = rows.deleteOld(clock.instant(), BATCH);
    }
  }
}
