package dev.hawser.app.internal.start;

import dev.hawser.app.internal.config.AppSettings;
import dev.hawser.app.internal.probe.PostgresTarget;
import dev.hawser.core.config.SettingValues;
import dev.hawser.identity.ImageLimits;
import dev.hawser.tasks.EngineSettings;
import dev.hawser.tasks.FileSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The container's own properties, made from our settings. This is the only place that has any:
 * there is no {@code application.yml}.
 */
final class ContextProperties {
  /** Bodies that are a little too large reach the endpoint, which says how large they may be. */
  private static final long ROOM_TO_REFUSE = 1L << 20;

  private static final Duration IDLE = Duration.ofSeconds(75);
  private static final Duration IDLE_BEYOND_WAITING = Duration.ofSeconds(20);

  private ContextProperties() {}

  static Map<String, Object> of(SettingValues settings, List<PostgresTarget> targets) {
    Map<String, Object> all = new HashMap<>();
    all.put("micronaut.application.name", "hawser");
    all.put("micronaut.server.host", settings.get(AppSettings.HOST));
    all.put("micronaut.server.port", settings.get(AppSettings.PORT));
    all.put("micronaut.server.idle-timeout", idleTimeout(settings).toSeconds() + "s");
    long buffered =
        Math.max(settings.get(EngineSettings.MAX_PAYLOAD), ImageLimits.MAX_FILE) + ROOM_TO_REFUSE;
    all.put("micronaut.server.max-request-buffer-size", buffered);
    // What streams into files is counted there: files, fields, and room to refuse.
    all.put("micronaut.server.max-request-size", buffered + settings.get(FileSettings.MAX_SIZE));
    all.put("micronaut.server.date-header", false);
    all.put("micronaut.security.reject-not-found", false);
    all.put("micronaut.security.endpoints.introspection.enabled", false);
    // Behind a proxy that does not pass Host on, the console's own pages would look foreign to the
    // framework; what a cookie signs in is guarded against forgery by the identity module.
    all.put("micronaut.server.cors.localhost-pass-through", true);
    all.put("endpoints.all.enabled", false);
    for (String endpoint : List.of("health", "prometheus")) {
      all.put("endpoints." + endpoint + ".enabled", true);
      all.put("endpoints." + endpoint + ".sensitive", false);
    }
    all.put("endpoints.health.details-visible", "ANONYMOUS");
    for (String indicator : List.of("jdbc", "disk-space", "service", "discovery-client")) {
      all.put("endpoints.health." + indicator + ".enabled", false);
    }
    all.put("micronaut.metrics.export.prometheus.enabled", true);
    all.put("micronaut.metrics.binders.logback.enabled", false);
    for (PostgresTarget target : targets) {
      pool(target, all);
    }
    return all;
  }

  /** A caller that waits for a workflow's answer must not look idle. */
  private static Duration idleTimeout(SettingValues settings) {
    Duration waiting = settings.get(EngineSettings.RESPOND_TIMEOUT).plus(IDLE_BEYOND_WAITING);
    return waiting.compareTo(IDLE) > 0 ? waiting : IDLE;
  }

  // The servers are proven before: a pool need not prove them again while the start waits.
  private static void pool(PostgresTarget target, Map<String, Object> all) {
    String module = target.module().text();
    String prefix = "datasources." + module + ".";
    all.put(prefix + "url", target.jdbcUrl("hawser-" + module));
    all.put(prefix + "username", target.username());
    all.put(prefix + "password", target.password().reveal());
    all.put(prefix + "driver-class-name", "org.postgresql.Driver");
    all.put(prefix + "dialect", "POSTGRES");
    all.put(prefix + "schema-generate", "NONE");
    all.put(prefix + "pool-name", module);
    all.put(prefix + "maximum-pool-size", target.connections());
    all.put(prefix + "minimum-idle", Math.min(2, target.connections()));
    all.put(prefix + "connection-timeout", 5_000);
    all.put(prefix + "initialization-fail-timeout", -1);
  }
}
