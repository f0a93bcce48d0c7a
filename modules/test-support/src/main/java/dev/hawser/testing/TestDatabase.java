package dev.hawser.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A database of its own for one test class, owned by a user of its own who is no superuser: what
 * works here works with a database that an operator hands to Hawser. Dropped on close, whoever is
 * still connected.
 */
public final class TestDatabase implements AutoCloseable {
  private final RunningServers servers;
  private final KeptConnections administration;
  private final KeptConnections kept = new KeptConnections(this::connect);
  private final String name;
  private final String username;
  private final String password;

  private TestDatabase(
      RunningServers servers,
      KeptConnections administration,
      String name,
      String username,
      String password) {
    this.servers = servers;
    this.administration = administration;
    this.name = name;
    this.username = username;
    this.password = password;
  }

  /**
   * @param administration of a superuser, to the database that is always there
   */
  static TestDatabase create(RunningServers servers, KeptConnections administration) {
    String name = newName();
    String password = UUID.randomUUID().toString();
    TestDatabase database = new TestDatabase(servers, administration, name, name, password);
    // Identifiers cannot be parameters; these are hexadecimal digits of our own.
    database.administrate(
        "CREATE ROLE " + name + " LOGIN PASSWORD '" + password + "'",
        "CREATE DATABASE " + name + " OWNER " + name);
    return database;
  }

  private static String newName() {
    return "test_" + UUID.randomUUID().toString().replace("-", "");
  }

  /**
   * Another database with what is in this one, of the same user: faster than to fill it again.
   * Nobody may be connected to this one.
   */
  public TestDatabase copy() {
    TestDatabase copy = new TestDatabase(servers, administration, newName(), username, password);
    administrate("CREATE DATABASE " + copy.name + " OWNER " + username + " TEMPLATE " + name);
    return copy;
  }

  public String jdbcUrl() {
    return servers.jdbcUrl(name);
  }

  public String username() {
    return username;
  }

  public String password() {
    return password;
  }

  /** A new connection, which the caller closes. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), username(), password());
  }

  /**
   * Executes a statement, or several in one text, as a transaction of its own. The connection is
   * used again by others, so the statement must not change its settings.
   */
  public void execute(String sql) throws SQLException {
    kept.execute(sql);
  }

  /** The first column of all rows as text, on such a connection too. */
  public List<@Nullable String> query(String sql) throws SQLException {
    return kept.query(sql);
  }

  /** Hawser's own settings for this database: {@code hawser.postgres.url} and so on. */
  public Map<String, String> asSettings() {
    return Map.of(
        "hawser.postgres.url", jdbcUrl(),
        "hawser.postgres.username", username(),
        "hawser.postgres.password", password());
  }

  /**
   * Micronaut's properties for data sources of these names, all on this database. For a test's
   * {@code TestPropertyProvider}; the map may be changed.
   */
  public Map<String, String> asDataSources(String... dataSources) {
    Map<String, String> properties = new HashMap<>();
    for (String dataSource : dataSources) {
      properties.put("datasources." + dataSource + ".url", jdbcUrl());
      properties.put("datasources." + dataSource + ".username", username());
      properties.put("datasources." + dataSource + ".password", password());
      properties.put("datasources." + dataSource + ".driver-class-name", "org.postgresql.Driver");
    }
    return properties;
  }

  /** Ends all sessions and drops the database; its user too, unless it is a copy. Idempotent. */
  @Override
  public void close() {
    administrate("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    if (name.equals(username)) {
      administrate("DROP ROLE IF EXISTS " + name);
    }
  }

  @Override
  public String toString() {
    return "TestDatabase[" + name + "]";
  }

  private void administrate(String... statements) {
    try {
      kept.close(); // whoever copies or drops it must be alone
      administration.execute(statements);
    } catch (SQLException e) {
      throw new IllegalStateException("The test database " + name + ": " + e.getMessage(), e);
    }
  }
}
