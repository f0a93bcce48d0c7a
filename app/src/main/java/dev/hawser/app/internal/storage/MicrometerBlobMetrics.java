package dev.hawser.app.internal.storage;

import dev.hawser.storage.BlobMetrics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Calls of the blob store as {@code hawser.storage.calls} and {@code hawser.storage.bytes}. */
final class MicrometerBlobMetrics implements BlobMetrics {
  private final Map<Operation, Map<Outcome, Timer>> calls = new EnumMap<>(Operation.class);
  private final Map<Operation, Counter> bytes = new EnumMap<>(Operation.class);

  MicrometerBlobMetrics(MeterRegistry meters) {
    for (Operation operation : Operation.values()) {
      Map<Outcome, Timer> timers = new EnumMap<>(Outcome.class);
      for (Outcome outcome : Outcome.values()) {
        timers.put(
            outcome,
            Timer.builder("hawser.storage.calls")
                .description("Calls of the blob store")
                .tag("operation", text(operation))
                .tag("outcome", text(outcome))
                .register(meters));
      }
      calls.put(operation, timers);
    }
    for (Operation operation : new Operation[] {Operation.PUT, Operation.GET}) {
      bytes.put(
          operation,
          Counter.builder("hawser.storage.bytes")
              .description("Bytes that were put and got")
              .baseUnit("bytes")
              .tag("operation", text(operation))
              .register(meters));
    }
  }

  @Override
  public void record(Operation operation, Outcome outcome, long count, Duration duration) {
    Map<Outcome, Timer> timers = calls.get(operation);
    Timer timer = timers == null ? null : timers.get(outcome);
    if (timer != null) {
      timer.record(duration);
    }
    Counter counter = bytes.get(operation);
    if (counter != null) {
      counter.increment((double) count);
    }
  }

  private static String text(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
