package dev.hawser.embedded;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServersIT {
  @TempDir Path folder;

  @Test
  void a_first_start_gives_two_servers_that_are_as_durable_as_any() throws Exception {
    List<String> progress = new CopyOnWriteArrayList<>();
    try (EmbeddedServers servers =
        EmbeddedServers.start(Installation.in(folder).withProgress(progress::add))) {
      EmbeddedPostgres postgres = servers.postgres().orElseThrow();
      for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        assertThat(Installation.query(postgres, "SHOW " + setting)).as(setting).isEqualTo("on");
      }
      assertThat(Installation.query(postgres, "SHOW data_checksums")).isEqualTo("on");
      assertThat(Installation.query(postgres, "SHOW server_version")).startsWith("18.");
      assertThat(Installation.query(postgres, "SHOW shared_buffers")).isEqualTo("256MB");
      assertThat(Installation.query(postgres, "SHOW max_connections")).isEqualTo("100");
      assertThat(Installation.query(postgres, "SHOW jit")).isEqualTo("off");
      assertThat(Installation.query(postgres, "SHOW wal_compression")).isEqualTo("pglz");
      assertThat(Installation.query(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(Installation.query(postgres, "SELECT rolpassword FROM pg_authid WHERE rolsuper"))
          .startsWith("SCRAM-SHA-256$1:");
      assertThat(Installation.query(postgres, "SHOW scram_iterations")).isEqualTo("4096");
      assertThat(Installation.query(postgres, "SHOW timezone")).isNotEmpty();

      EmbeddedRedis redis = servers.redis().orElseThrow();
      Installation.setRedis(redis, "greeting", "hello");
      assertThat(Installation.redis(redis, "greeting")).isEqualTo("hello");
      String configuration =
          Installation.withRedis(
              redis,
              connection ->
                  connection
                      .sync()
                      .configGet("append*", "maxmemory-policy", "bind", "save")
                      .toString());
      assertThat(configuration)
          .contains("appendonly=yes", "appendfsync=everysec", "maxmemory-policy=noeviction")
          .contains("bind=127.0.0.1")
          .containsPattern("save=[,}]");
    }
    assertThat(progress)
        .contains("Creating the database", "Starting PostgreSQL", "Starting Redis")
        .anyMatch(line -> line.startsWith("PostgreSQL is ready on port"))
        .anyMatch(line -> line.startsWith("Redis is ready on port"));
  }

  @Test
  void both_ask_for_the_password_which_only_the_owner_can_read() throws Exception {
    try (EmbeddedServers servers = EmbeddedServers.start(Installation.in(folder))) {
      EmbeddedPostgres postgres = servers.postgres().orElseThrow();
      assertThatThrownBy(
              () -> DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), "wrong"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
      assertThat(Installation.query(postgres, "SHOW password_encryption"))
          .isEqualTo("scram-sha-256");
      assertThat(postgres.toString()).doesNotContain(postgres.password());

      EmbeddedRedis redis = servers.redis().orElseThrow();
      io.lettuce.core.RedisClient anonymous =
          io.lettuce.core.RedisClient.create("redis://127.0.0.1:" + redis.port());
      assertThatThrownBy(() -> anonymous.connect().sync().get("key"))
          .hasStackTraceContaining("NOAUTH");
      anonymous.shutdown(java.time.Duration.ZERO, java.time.Duration.ZERO);

      for (String file : List.of("postgres/password", "redis/password", "redis/redis.conf")) {
        assertThat(
                PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
            .as(file)
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void a_restart_keeps_the_data_and_the_passwords() throws Exception {
    String password;
    try (EmbeddedServers servers = EmbeddedServers.start(Installation.in(folder))) {
      EmbeddedPostgres postgres = servers.postgres().orElseThrow();
      Installation.execute(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
      Installation.setRedis(servers.redis().orElseThrow(), "kept", "yes");
      password = postgres.password();
    }
    try (EmbeddedServers servers = EmbeddedServers.start(Installation.in(folder))) {
      EmbeddedPostgres postgres = servers.postgres().orElseThrow();
      assertThat(Installation.query(postgres, "SELECT answer FROM kept")).isEqualTo("42");
      assertThat(postgres.password()).isEqualTo(password);
      assertThat(Installation.redis(servers.redis().orElseThrow(), "kept")).isEqualTo("yes");
    }
  }

  @Test
  void closing_stops_the_servers_and_frees_the_folder() {
    EmbeddedServers servers = EmbeddedServers.start(Installation.in(folder));
    long postgres = servers.postgres().orElseThrow().pid();
    long redis = servers.redis().orElseThrow().pid();

    servers.close();
    servers.close();

    assertThat(Installation.isAlive(postgres)).isFalse();
    assertThat(Installation.isAlive(redis)).isFalse();
    DataFolderLock.acquire(folder).close();
  }

  @Test
  void only_what_is_wanted_is_started() {
    StartRequest onlyRedis = Installation.in(folder).withServers(Set.of(EmbeddedServer.REDIS));
    try (EmbeddedServers servers = EmbeddedServers.start(onlyRedis)) {
      assertThat(servers.postgres()).isEmpty();
      assertThat(servers.redis()).isPresent();
      assertThat(folder.resolve("postgres")).doesNotExist();
    }
  }

  @Test
  void a_killed_postmaster_comes_back_on_the_same_port_with_the_same_data() throws Exception {
    try (EmbeddedServers servers = EmbeddedServers.start(Installation.in(folder))) {
      EmbeddedPostgres postgres = servers.postgres().orElseThrow();
      Installation.execute(postgres, "CREATE TABLE kept AS SELECT 42 AS answer");
      int port = postgres.port();
      for (int kills = 0; kills < 2; kills++) {
        long killed = postgres.pid();
        try (var busy = Installation.connect(postgres)) {
          assertThat(busy.isValid(1)).isTrue();
          Installation.kill(killed);
          await().atMost(ofSeconds(30)).until(() -> postgres.pid() != killed);
        }
        assertThat(Installation.query(postgres, "SELECT answer FROM kept")).isEqualTo("42");
        assertThat(postgres.port()).isEqualTo(port);
      }
    }
  }

  @Test
  void a_killed_redis_comes_back_on_the_same_port_with_the_same_data() throws Exception {
    StartRequest onlyRedis = Installation.in(folder).withServers(Set.of(EmbeddedServer.REDIS));
    try (EmbeddedServers servers = EmbeddedServers.start(onlyRedis)) {
      EmbeddedRedis redis = servers.redis().orElseThrow();
      String uri = redis.uri();
      Installation.setRedis(redis, "kept", "yes");
      long killed = redis.pid();
      Installation.kill(killed);
      await().atMost(ofSeconds(30)).until(() -> redis.pid() != killed);

      assertThat(redis.uri()).isEqualTo(uri);
      assertThat(Installation.redis(redis, "kept")).isEqualTo("yes");
    }
  }

  @Test
  void data_of_another_major_version_is_refused() throws IOException {
    EmbeddedServers.start(Installation.in(folder)).close();
    Files.writeString(folder.resolve("postgres/data/PG_VERSION"), "17\n");

    assertThatThrownBy(() -> EmbeddedServers.start(Installation.in(folder)))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining("was written by PostgreSQL 17")
        .hasMessageContaining("carries PostgreSQL 18");
    DataFolderLock.acquire(folder).close(); // nothing was left locked
  }

  @Test
  void a_lost_password_is_named() throws IOException {
    EmbeddedServers.start(Installation.in(folder)).close();
    Files.delete(folder.resolve("postgres/password"));

    assertThatThrownBy(() -> EmbeddedServers.start(Installation.in(folder)))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining("postgres/password is missing");
  }

  @Test
  void a_server_that_cannot_start_says_why_and_nothing_stays_behind() {
    StartRequest impossible =
        Installation.in(folder).withPostgresSettings(Map.of("max_connections", "many"));

    assertThatThrownBy(() -> EmbeddedServers.start(impossible))
        .isInstanceOf(EmbeddedServerException.class)
        .hasMessageContaining("PostgreSQL cannot be started")
        .hasMessageContaining("invalid value for parameter \"max_connections\": \"many\"");
    try (EmbeddedServers servers = EmbeddedServers.start(Installation.in(folder))) {
      assertThat(servers.postgres()).isPresent();
    }
  }
}
