package dev.hawser.app.internal.health;

import dev.hawser.app.internal.http.HttpDrain;
import dev.hawser.core.health.HealthMonitor;
import dev.hawser.core.health.PartHealth;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;

/** Whether this replica lives, and whether it can take traffic. */
@Controller
@Secured(SecurityRule.IS_ANONYMOUS)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Operations")
final class HealthController {
  private static final String UP = "UP";
  private static final String DOWN = "DOWN";

  private final HealthMonitor monitor;
  private final HttpDrain drain;

  HealthController(HealthMonitor monitor, HttpDrain drain) {
    this.monitor = monitor;
    this.drain = drain;
  }

  /** Says that the process lives. Always 200; the parts are told for people. */
  @Get("/healthz")
  HealthDocument healthz() {
    return document(UP, monitor.parts());
  }

  /**
   * Says whether the process can take traffic: 200 when every part is up, 503 when one is down or
   * the process is stopping.
   */
  @Get("/readyz")
  HttpResponse<HealthDocument> readyz() {
    Map<String, PartHealth> parts = monitor.parts();
    boolean ready = !drain.isDraining() && parts.values().stream().allMatch(PartHealth::up);
    return HttpResponse.status(ready ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .body(document(ready ? UP : DOWN, parts));
  }

  private static HealthDocument document(String status, Map<String, PartHealth> parts) {
    return new HealthDocument(
        status,
        parts.entrySet().stream()
            .map(
                part ->
                    new HealthDocument.Part(
                        part.getKey(), part.getValue().up() ? UP : DOWN, part.getValue().detail()))
            .toList());
  }
}
