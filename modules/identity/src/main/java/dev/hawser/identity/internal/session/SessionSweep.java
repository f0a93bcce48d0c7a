package dev.hawser.identity.internal.session;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.lock.LeaderDuty;
import dev.hawser.identity.SessionSettings;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;

/** Deletes sessions that have run out, failures that are forgotten, and when they were reported. */
@Singleton
final class SessionSweep implements LeaderDuty {
  private static final int BATCH = 1_000;

  private final SessionRepository sessions;
  private final AttemptRepository attempts;
  private final ReportRepository reports;
  private final InstantSource clock;
  private final Duration idleLimit;
  private final Duration absoluteLimit;

  SessionSweep(
      SessionRepository sessions,
      AttemptRepository attempts,
      ReportRepository reports,
      SettingValues settings,
      InstantSource clock) {
    this.sessions = sessions;
    this.attempts = attempts;
    this.reports = reports;
    this.clock = clock;
    this.idleLimit = settings.get(SessionSettings.IDLE_LIMIT);
    this.absoluteLimit = settings.get(SessionSettings.ABSOLUTE_LIMIT);
  }

  @Override
  public String name() {
    return "clean-up of ended sessions";
  }

  @Override
  public Duration every() {
    return Duration.ofHours(1);
  }

  @Override
  public void run(BooleanSupplier leading) {
    Instant now = clock.instant();
    int deleted = BATCH;
    while (deleted == BATCH && leading.getAsBoolean()) {
      deleted = sessions.deleteEnded(now.minus(absoluteLimit), now.minus(idleLimit), BATCH);
    }
    deleted = BATCH;
    while (deleted == BATCH && leading.getAsBoolean()) {
      deleted = attempts.forgetBefore(now.minus(Attempts.REMEMBERED), BATCH);
    }
    deleted = BATCH;
    while (deleted == BATCH && leading.getAsBoolean()) {
      deleted = reports.forgetBefore(now.minus(Attempts.REMEMBERED), BATCH);
    }
  }
}
