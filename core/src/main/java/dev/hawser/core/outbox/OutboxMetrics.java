package dev.hawser.core.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** {@code hawser_outbox_*}, by module; only the replica that delivers counts. */
@Singleton
final class OutboxMetrics {
  private final MeterRegistry registry;
  private final Map<String, AtomicLong> parked = new ConcurrentHashMap<>();

  OutboxMetrics(Optional<MeterRegistry> registry) {
    this.registry = registry.orElseGet(SimpleMeterRegistry::new);
  }

  void delivered(String module, int events) {
    counter("hawser.outbox.delivered", "Events that were handled", module).increment(events);
  }

  void failed(String module) {
    counter("hawser.outbox.failures", "Events that a handler refused", module).increment();
  }

  /** How many events of a module fail again and again. */
  void parked(String module, long count) {
    parked
        .computeIfAbsent(
            module,
            name -> {
              AtomicLong value = new AtomicLong();
              Gauge.builder("hawser.outbox.parked", value, AtomicLong::get)
                  .description("Events that are only tried once an hour, because they always fail")
                  .tag("module", name)
                  .register(registry);
              return value;
            })
        .set(count);
  }

  private Counter counter(String name, String description, String module) {
    return Counter.builder(name).description(description).tag("module", module).register(registry);
  }
}
