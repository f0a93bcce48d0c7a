package dev.hawser.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulRedisConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TestServersIT {
  @Test
  void databases_are_separate_durable_and_owned_by_a_plain_user() throws SQLException {
    try (TestDatabase one = TestServers.newDatabase();
        TestDatabase other = TestServers.newDatabase()) {
      query(one, "CREATE SCHEMA tasks; CREATE TABLE tasks.kept (id int); SELECT 1");

      assertThat(query(one, "SELECT count(*) FROM tasks.kept")).isEqualTo("0");
      assertThatThrownBy(() -> query(other, "SELECT count(*) FROM tasks.kept"))
          .hasMessageContaining("does not exist");
      assertThat(query(one, "SHOW fsync")).isEqualTo("on");
      assertThat(query(one, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"))
          .isEqualTo("f");
    }
  }

  @Test
  void closing_drops_the_database_even_with_sessions() throws SQLException {
    TestDatabase database = TestServers.newDatabase();
    try (Connection open = database.connect()) {
      assertThat(open.isValid(5)).isTrue();
      database.close();
      database.close();
      assertThatThrownBy(database::connect).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void settings_and_data_source_properties_point_to_the_database() {
    try (TestDatabase database = TestServers.newDatabase()) {
      assertThat(database.asSettings())
          .containsEntry("hawser.postgres.url", database.jdbcUrl())
          .containsEntry("hawser.postgres.username", database.username());
      assertThat(database.asDataSources("identity", "tasks"))
          .containsEntry("datasources.identity.url", database.jdbcUrl())
          .containsEntry("datasources.tasks.password", database.password())
          .hasSize(8);
    }
  }

  @Test
  void redis_databases_are_separate_and_can_be_emptied() {
    TestRedis one = TestServers.newRedis();
    TestRedis other = TestServers.newRedis();
    set(one, "key", "value");

    assertThat(get(one, "key")).isEqualTo("value");
    assertThat(get(other, "key")).isEqualTo("null");
    one.flush();
    assertThat(get(one, "key")).isEqualTo("null");
    assertThat(one.asSettings()).containsEntry("hawser.redis.url", one.uri());
    assertThat(one.toString()).doesNotContain(one.uri());
  }

  private static String query(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      boolean rows = statement.execute(sql);
      while (!rows) {
        rows = statement.getMoreResults();
      }
      try (ResultSet result = statement.getResultSet()) {
        return result.next() ? result.getString(1) : "no row";
      }
    }
  }

  private static void set(TestRedis redis, String key, String value) {
    with(redis, connection -> connection.sync().set(key, value));
  }

  private static String get(TestRedis redis, String key) {
    return with(redis, connection -> String.valueOf(connection.sync().get(key)));
  }

  private static String with(TestRedis redis, RedisWork work) {
    RedisClient client = RedisClient.create(redis.uri());
    try (StatefulRedisConnection<String, String> connection = client.connect()) {
      return work.on(connection);
    } finally {
      client.shutdown(Duration.ZERO, Duration.ZERO);
    }
  }

  @FunctionalInterface
  private interface RedisWork {
    String on(StatefulRedisConnection<String, String> connection);
  }
}
