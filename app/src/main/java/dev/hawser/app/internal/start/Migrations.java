package dev.hawser.app.internal.start;

import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.app.internal.index.ClassPathFolder;
import dev.hawser.app.internal.probe.PostgresProbe;
import dev.hawser.app.internal.probe.PostgresTarget;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings a module's schema up to this version. Flyway does it; but it takes a quarter of a second
 * to find out that nothing is to do, so that is decided by comparing version numbers first.
 */
final class Migrations {
  private static final String HISTORY = "flyway_schema_history";
  private static final Pattern NAME = Pattern.compile("V(\\d+)__\\w+\\.sql");

  private Migrations() {}

  /**
   * @return how many migrations were applied
   * @throws OperatorError when the data is newer than this version, or a migration fails
   */
  static int apply(PostgresTarget target, Connection connection) {
    String folder = "db/" + target.module().text();
    try {
      Set<Integer> ours = available(folder);
      Set<Integer> theirs = applied(connection, target.module().text());
      if (ours.equals(theirs)) {
        return 0;
      }
      int newest = ours.stream().reduce(0, Math::max);
      if (theirs.stream().anyMatch(version -> version > newest)) {
        throw new OperatorError(
            "The %s data at %s was written by a newer version of Hawser"
                .formatted(target.module().text(), target.shown()),
            "Start that newer version again; data cannot go back.");
      }
      return migrate(target, folder);
    } catch (SQLException e) {
      throw PostgresProbe.explain(target, e);
    } catch (IOException e) {
      throw new IllegalStateException("The migrations in " + folder + " cannot be listed", e);
    }
  }

  private static int migrate(PostgresTarget target, String folder) {
    String schema = target.module().text();
    try {
      return Flyway.configure(Migrations.class.getClassLoader())
          .dataSource(
              target.jdbcUrl("hawser-migration"), target.username(), target.password().reveal())
          .locations("classpath:" + folder)
          .schemas(schema)
          .defaultSchema(schema)
          .createSchemas(true)
          .table(HISTORY)
          .failOnMissingLocations(true)
          .lockRetryCount(300)
          .load()
          .migrate()
          .migrationsExecuted;
    } catch (FlywayException e) {
      for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
        if (cause instanceof SQLException sql) {
          throw PostgresProbe.explain(target, sql);
        }
      }
      throw new OperatorError(
          "The %s data at %s cannot be brought up to this version: %s"
              .formatted(schema, target.shown(), e.getMessage()),
          "Nothing was changed. The log has the details.",
          e);
    }
  }

  // Only versions that went through: what failed is Flyway's to tell.
  private static Set<Integer> applied(Connection connection, String schema) throws SQLException {
    Set<Integer> versions = new TreeSet<>();
    try (Statement statement = connection.createStatement()) {
      try (ResultSet row =
          statement.executeQuery(
              "SELECT to_regclass('%s.%s') IS NOT NULL".formatted(schema, HISTORY))) {
        row.next();
        if (!row.getBoolean(1)) {
          return versions;
        }
      }
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT version FROM %s.%s WHERE success AND version IS NOT NULL"
                  .formatted(schema, HISTORY))) {
        while (rows.next()) {
          versions.add(Integer.parseInt(rows.getString(1)));
        }
      }
    }
    return versions;
  }

  private static Set<Integer> available(String folder) throws IOException {
    Set<Integer> versions = new TreeSet<>();
    for (String name : ClassPathFolder.list(folder)) {
      Matcher matcher = NAME.matcher(name);
      if (matcher.matches()) {
        versions.add(Integer.parseInt(matcher.group(1)));
      }
    }
    return versions;
  }
}
