package dev.hawser.identity.internal.http;

import dev.hawser.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** While it is open nobody gets a connection to the database, and those there were are cut. */
final class Outage implements AutoCloseable {
  private final Connection connection;

  Outage(TestDatabase database) throws SQLException {
    connection = database.connect();
    execute("alter database " + connection.getCatalog() + " with connection limit 0");
    execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where datname = current_database() and pid <> pg_backend_pid()");
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    try (connection) {
      execute("alter database " + connection.getCatalog() + " with connection limit -1");
    }
  }
}
