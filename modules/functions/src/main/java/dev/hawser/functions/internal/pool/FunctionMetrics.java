package dev.hawser.functions.internal.pool;

import dev.hawser.functions.FunctionOutcome;
import dev.hawser.functions.FunctionOutcome.Returned;
import dev.hawser.functions.FunctionOutcome.Stopped;
import dev.hawser.functions.FunctionOutcome.Threw;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/** {@code hawser_functions_*}. */
final class FunctionMetrics {
  private final MeterRegistry registry;
  private final Timer duration;

  FunctionMetrics(MeterRegistry registry) {
    this.registry = registry;
    duration =
        Timer.builder("hawser.functions.duration")
            .description("From the call of a function to its outcome, with the wait for a runner")
            .serviceLevelObjectives(
                Duration.ofMillis(2),
                Duration.ofMillis(10),
                Duration.ofMillis(100),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10))
            .register(registry);
  }

  void watch(FairQueue queue) {
    Gauge.builder("hawser.functions.waiting", queue, FairQueue::waiting)
        .description("Functions that wait for a runner")
        .register(registry);
    Gauge.builder("hawser.functions.runners", queue, FairQueue::workers)
        .description("Runners")
        .register(registry);
  }

  void ended(FunctionOutcome outcome, long nanos) {
    String name =
        switch (outcome) {
          case Returned returned -> "returned";
          case Threw threw -> "threw";
          case Stopped stopped -> stopped.reason().code();
        };
    Counter.builder("hawser.functions.calls")
        .description("Functions that were run, by what became of them")
        .tag("outcome", name)
        .register(registry)
        .increment();
    duration.record(Duration.ofNanos(nanos));
  }

  void started() {
    Counter.builder("hawser.functions.runner.starts")
        .description("Runner processes that were started")
        .register(registry)
        .increment();
  }

  /**
   * A runner is gone: {@code idle}, {@code memory}, {@code cpu-time}, {@code abandoned}, {@code
   * lost}.
   */
  void gone(String reason) {
    Counter.builder("hawser.functions.runner.ends")
        .description("Runner processes that ended, by reason")
        .tag("reason", reason)
        .register(registry)
        .increment();
  }
}
