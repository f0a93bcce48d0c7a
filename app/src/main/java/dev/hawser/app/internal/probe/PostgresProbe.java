package dev.hawser.app.internal.probe;

import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.core.postgres.PostgresErrors;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** Connects to a Postgres server without a pool. */
public final class PostgresProbe {
  private static final int OLDEST_MAJOR = 15;

  /**
   * What a server says about itself.
   *
   * @param version for example {@code 18.6}
   * @param time the server's clock
   */
  public record Answer(String version, Instant time) {}

  private PostgresProbe() {}

  /**
   * Connects; the caller closes the connection.
   *
   * @param limit for connecting and for each statement
   * @throws OperatorError when it cannot be reached or lets us not in, with the reason
   */
  public static Connection connect(PostgresTarget target, Duration limit) {
    Properties properties = new Properties();
    String seconds = Long.toString(Math.max(1, limit.toSeconds()));
    properties.setProperty("user", target.username());
    properties.setProperty("password", target.password().reveal());
    properties.setProperty("loginTimeout", seconds);
    properties.setProperty("connectTimeout", seconds);
    properties.setProperty("socketTimeout", seconds);
    try {
      return DriverManager.getConnection(target.jdbcUrl("hawser-check"), properties);
    } catch (SQLException e) {
      throw explain(target, e);
    }
  }

  /**
   * Asks for version and time.
   *
   * @throws OperatorError when the server is too old
   */
  public static Answer ask(PostgresTarget target, Connection connection) {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT current_setting('server_version_num')::int,"
                    + " split_part(current_setting('server_version'), ' ', 1),"
                    + " (extract(epoch FROM clock_timestamp()) * 1000)::bigint")) {
      row.next();
      String version = row.getString(2);
      if (row.getInt(1) < OLDEST_MAJOR * 10_000) {
        throw new OperatorError(
            "PostgreSQL at %s is version %s; %d or newer is needed"
                .formatted(target.shown(), version, OLDEST_MAJOR),
            "Upgrade that server, or let %s name another one.".formatted(target.setting()));
      }
      return new Answer(version, Instant.ofEpochMilli(row.getLong(3)));
    } catch (SQLException e) {
      throw explain(target, e);
    }
  }

  /**
   * What these parameters are set to, in the units of {@code pg_settings}; unknown ones are absent.
   */
  public static Map<String, String> parameters(
      PostgresTarget target, Connection connection, String... names) {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT name, setting FROM pg_settings WHERE name = any(?)")) {
      select.setArray(1, connection.createArrayOf("text", names));
      Map<String, String> found = new HashMap<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.put(row.getString(1), row.getString(2));
        }
      }
      return found;
    } catch (SQLException e) {
      throw explain(target, e);
    }
  }

  /** What an error of this server means for the operator. */
  public static OperatorError explain(PostgresTarget target, SQLException e) {
    String state = String.valueOf(e.getSQLState());
    String at = "PostgreSQL at " + target.shown();
    String setting = target.setting();
    if (PostgresErrors.isDiskFull(e)) {
      return new OperatorError(
          at + " has no disk space left", "Make room on the disk of that server.", e);
    }
    return switch (state) {
      case "28P01", "28000" ->
          new OperatorError(
              at + " refuses user " + target.username() + ": wrong password or no access",
              "Check user and password in %s, or in the username and password beside it, and the server's pg_hba.conf."
                  .formatted(setting),
              e);
      case "3D000" ->
          new OperatorError(
              at + " has no database " + target.url().database(),
              "Create it (CREATE DATABASE \"%s\" OWNER \"%s\"), or correct %s."
                  .formatted(target.url().database(), target.username(), setting),
              e);
      case "42501" ->
          new OperatorError(
              "%s does not let user %s do what is needed: %s"
                  .formatted(at, target.username(), e.getMessage()),
              "Give that user the right to create schemas: GRANT CREATE ON DATABASE \"%s\" TO \"%s\"."
                  .formatted(target.url().database(), target.username()),
              e);
      case "53300" ->
          new OperatorError(
              at + " has no connection slot left",
              "Raise its max_connections, or lower hawser.postgres.max-connections.",
              e);
      default ->
          new OperatorError(
              at + " cannot be used: " + e.getMessage(),
              "Check that it runs and that %s names the right host and port.".formatted(setting),
              e);
    };
  }
}
