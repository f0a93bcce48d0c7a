package dev.hawser.tasks.internal.engine;

import dev.hawser.core.id.Uuid7;
import dev.hawser.core.postgres.GroupCommitter;
import dev.hawser.tasks.internal.engine.ExecutionRun.Ending;
import dev.hawser.tasks.internal.store.OpenExecution;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/** The engine's meters: {@code hawser_executions_*}, {@code hawser_commits_*}. */
@Singleton
final class EngineMetrics {
  private final MeterRegistry registry;
  private final InstantSource clock;
  private final Map<Ending, Counter> endings = new EnumMap<>(Ending.class);
  private final Counter queued;
  private final Timer startToEnd;

  EngineMetrics(MeterRegistry registry, InstantSource clock) {
    this.registry = registry;
    this.clock = clock;
    for (Ending ending : Ending.values()) {
      endings.put(
          ending,
          Counter.builder("hawser.executions.runs")
              .description("Runs of executions on this replica, by how they ended")
              .tag("ending", ending.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    this.queued =
        Counter.builder("hawser.executions.queued")
            .description("Executions accepted while this replica had no room")
            .register(registry);
    this.startToEnd =
        Timer.builder("hawser.executions.duration")
            .description("From acceptance to the committed end state")
            .publishPercentileHistogram()
            .register(registry);
  }

  void watch(GroupCommitter committer, Supplier<Number> running) {
    Gauge.builder("hawser.executions.running", running)
        .description("Executions that run now")
        .register(registry);
    Gauge.builder("hawser.commits.waiting", committer, GroupCommitter::queued)
        .description("Writes that wait for a commit")
        .register(registry);
    FunctionCounter.builder("hawser.commits", committer, GroupCommitter::commits)
        .description("Transactions of the group committer")
        .register(registry);
    FunctionCounter.builder("hawser.commits.writes", committer, GroupCommitter::writes)
        .description("Writes that went into those transactions")
        .register(registry);
  }

  void queued() {
    queued.increment();
  }

  void ended(OpenExecution execution, Ending ending) {
    Counter counter = endings.get(ending);
    if (counter != null) {
      counter.increment();
    }
    if (ending == Ending.SUCCEEDED || ending == Ending.FAILED) {
      startToEnd.record(Duration.between(Uuid7.instantOf(execution.id().value()), clock.instant()));
    }
  }
}
