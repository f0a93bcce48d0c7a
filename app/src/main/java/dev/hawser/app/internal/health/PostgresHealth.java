package dev.hawser.app.internal.health;

import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.app.internal.probe.PostgresProbe;
import dev.hawser.app.internal.probe.PostgresTarget;
import dev.hawser.core.health.HealthPart;
import dev.hawser.core.health.PartHealth;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One logical Postgres server, asked over a connection of its own: a pool that is busy with work is
 * no reason to stop sending work here.
 */
final class PostgresHealth implements HealthPart, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresHealth.class);
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private final PostgresTarget target;
  private @Nullable Connection connection;
  private String version = "";

  PostgresHealth(PostgresTarget target) {
    this.target = target;
  }

  @Override
  public String name() {
    return "postgres." + target.module().text();
  }

  @Override
  public synchronized PartHealth check() {
    Connection known = connection;
    try {
      if (known != null && known.isValid(1)) {
        return PartHealth.up(version);
      }
      close();
      Connection fresh = PostgresProbe.connect(target, LIMIT);
      connection = fresh;
      version = PostgresProbe.ask(target, fresh).version();
      return PartHealth.up(version);
    } catch (SQLException | OperatorError e) {
      LOG.debug("{} cannot be used", name(), e);
      return PartHealth.down("cannot be reached");
    }
  }

  @Override
  public synchronized void close() {
    Connection known = connection;
    connection = null;
    try {
      if (known != null) {
        known.close();
      }
    } catch (SQLException e) {
      LOG.debug("The health connection to {} was broken", name(), e);
    }
  }
}
