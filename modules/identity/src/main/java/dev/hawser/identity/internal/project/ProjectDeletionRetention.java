package dev.hawser.identity.internal.project;

import dev.hawser.core.lock.LeaderDuty;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/** Forgets deletions that were done a year ago. */
@Singleton
final class ProjectDeletionRetention implements LeaderDuty {
  private static final Duration KEPT = Duration.ofDays(365);

  private final ProjectDeletionTable rows;
  private final InstantSource clock;

  ProjectDeletionRetention(ProjectDeletionTable rows, InstantSource clock) {
    this.rows = rows;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "retention of deletions of projects";
  }

  @Override
  public Duration every() {
    return Duration.ofHours(24);
  }

  @Override
  public void run(BooleanSupplier leading) {
    if (leading.getAsBoolean()) {
      var _ = rows.deleteOld(clock.instant().minus(KEPT));
    }
  }
}
