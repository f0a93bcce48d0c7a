package dev.hawser.tasks.internal.archive;

import dev.hawser.tasks.internal.store.EndedExecutions.Backlog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** The archive's meters, {@code hawser_history_*}: those of the backlog are the leader's. */
@Singleton
public final class ArchiveMetrics {
  private final InstantSource clock;
  private final Counter segments;
  private final Counter executions;
  private final Counter bytes;
  private volatile long rows;
  private volatile @Nullable Instant oldest;

  public ArchiveMetrics(MeterRegistry registry, InstantSource clock) {
    this.clock = clock;
    this.segments =
        Counter.builder("hawser.history.segments")
            .description("Segments that this replica wrote")
            .register(registry);
    this.executions =
        Counter.builder("hawser.history.archived")
            .description("Ended executions that this replica moved into segments")
            .register(registry);
    this.bytes =
        Counter.builder("hawser.history.segment.bytes")
            .description("Bytes of the segments that this replica wrote")
            .register(registry);
    Gauge.builder("hawser.history.waiting", this, metrics -> (double) metrics.rows)
        .description("Ended executions that wait in Postgres for the archive")
        .register(registry);
    Gauge.builder("hawser.history.waiting.age", this, ArchiveMetrics::age)
        .description("How long the oldest of them has waited")
        .baseUnit("seconds")
        .register(registry);
  }

  void waiting(Backlog backlog) {
    rows = backlog.rows();
    oldest = backlog.oldest();
  }

  /** Somebody else leads: what waits is for that one to tell. */
  void notLeading() {
    rows = 0;
    oldest = null;
  }

  void wrote(int archived, long size) {
    segments.increment();
    executions.increment((double) archived);
    bytes.increment((double) size);
  }

  private double age() {
    Instant since = oldest;
    return since == null
        ? 0
        : Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0);
  }
}
