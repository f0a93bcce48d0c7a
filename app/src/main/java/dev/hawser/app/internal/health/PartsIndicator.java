package dev.hawser.app.internal.health;

import dev.hawser.core.health.HealthMonitor;
import dev.hawser.core.health.PartHealth;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The same parts on Micronaut's own {@code /health} and {@code /health/readiness}. */
@Singleton
@Readiness
final class PartsIndicator implements HealthIndicator {
  private final HealthMonitor monitor;
  private final ExecutorService threads;

  PartsIndicator(HealthMonitor monitor, @Named(TaskExecutors.BLOCKING) ExecutorService threads) {
    this.monitor = monitor;
    this.threads = threads;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Mono.fromCallable(this::result).subscribeOn(Schedulers.fromExecutor(threads));
  }

  private HealthResult result() {
    Map<String, PartHealth> parts = monitor.parts();
    boolean up = parts.values().stream().allMatch(PartHealth::up);
    return HealthResult.builder("hawser", up ? HealthStatus.UP : HealthStatus.DOWN)
        .details(details(parts))
        .build();
  }

  // Plain values: the endpoint serializes whatever it is given.
  private static Map<String, String> details(Map<String, PartHealth> parts) {
    Map<String, String> details = new LinkedHashMap<>();
    parts.forEach(
        (name, part) -> details.put(name, (part.up() ? "UP: " : "DOWN: ") + part.detail()));
    return details;
  }
}
