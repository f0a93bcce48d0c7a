package dev.hawser.core.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** {@code hawser_cache_*}, by namespace. */
final class CacheMetrics {
  private final MeterRegistry registry;
  private final Map<String, Counters> byNamespace = new ConcurrentHashMap<>();

  private record Counters(Counter hits, Counter misses, Counter overflows) {}

  CacheMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void asked(CacheKey key, boolean hit) {
    Counters counters = of(key);
    (hit ? counters.hits() : counters.misses()).increment();
  }

  void overflowed(CacheKey key) {
    of(key).overflows().increment();
  }

  private Counters of(CacheKey key) {
    return byNamespace.computeIfAbsent(
        key.namespace(),
        name ->
            new Counters(
                requests(name, "hit"),
                requests(name, "miss"),
                Counter.builder("hawser.cache.overflows")
                    .description("Values that went to the blob store")
                    .tag("cache", name)
                    .register(registry)));
  }

  private Counter requests(String namespace, String result) {
    return Counter.builder("hawser.cache.requests")
        .description("Questions to the shared cache")
        .tag("cache", namespace)
        .tag("result", result)
        .register(registry);
  }
}
