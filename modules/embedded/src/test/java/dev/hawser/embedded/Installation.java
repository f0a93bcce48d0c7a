package dev.hawser.embedded;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** What the tests do with started servers. */
final class Installation {
  /** Unpacked once for all tests and runs, into the module's build folder. */
  static final Path BINARIES = Path.of("target", "embedded-binaries").toAbsolutePath();

  private Installation() {}

  static StartRequest in(Path dataFolder) {
    return StartRequest.in(dataFolder).withBinariesFolder(BINARIES);
  }

  static String query(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "no row";
    }
  }

  static void execute(EmbeddedPostgres postgres, String sql) throws SQLException {
    try (Connection connection = connect(postgres);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static Connection connect(EmbeddedPostgres postgres) throws SQLException {
    return DriverManager.getConnection(
        postgres.jdbcUrl(), postgres.username(), postgres.password());
  }

  static String redis(EmbeddedRedis redis, String key) {
    return withRedis(redis, connection -> String.valueOf(connection.sync().get(key)));
  }

  static void setRedis(EmbeddedRedis redis, String key, String value) {
    withRedis(redis, connection -> connection.sync().set(key, value));
  }

  static String withRedis(EmbeddedRedis redis, RedisWork work) {
    RedisClient client = RedisClient.create(redis.uri());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return work.on(connection);
    } finally {
      client.shutdown(Duration.ZERO, Duration.ZERO);
    }
  }

  @FunctionalInterface
  interface RedisWork {
    String on(StatefulRedisConnection<String, String> connection);
  }

  /** Dead includes a zombie that nobody fetched yet. */
  static boolean isAlive(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }

  static void kill(long pid) throws IOException, InterruptedException {
    new ProcessBuilder("/bin/sh", "-c", "kill -KILL " + pid).inheritIO().start().waitFor();
  }
}
