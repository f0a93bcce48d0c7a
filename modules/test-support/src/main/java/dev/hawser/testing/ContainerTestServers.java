package dev.hawser.testing;

import org.testcontainers.containers.GenericContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/** From Docker images of the same versions as the embedded servers. */
final class ContainerTestServers implements RunningServers {
  private static final int REDIS_PORT = 6379;

  private final PostgreSQLContainer postgres;
  private final GenericContainer<?> redis;

  private ContainerTestServers(PostgreSQLContainer postgres, GenericContainer<?> redis) {
    this.postgres = postgres;
    this.redis = redis;
  }

  @SuppressWarnings("resource") // closed by stop()
  static ContainerTestServers start() {
    // Testcontainers' own command line switches fsync off.
    PostgreSQLContainer postgres =
        new PostgreSQLContainer(DockerImageName.parse("postgres:18"))
            .withCommand("postgres", "-c", "fsync=on", "-c", "max_connections=200");
    GenericContainer<?> redis =
        new GenericContainer<>(DockerImageName.parse("redis:7.0.15"))
            .withExposedPorts(REDIS_PORT)
            .withCommand(
                "redis-server",
                "--appendonly",
                "yes",
                "--save",
                "",
                "--maxmemory-policy",
                "noeviction");
    postgres.start();
    redis.start();
    return new ContainerTestServers(postgres, redis);
  }

  @Override
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://%s:%d/%s"
        .formatted(
            postgres.getHost(),
            postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT),
            database);
  }

  @Override
  public String username() {
    return postgres.getUsername();
  }

  @Override
  public String password() {
    return postgres.getPassword();
  }

  @Override
  public String redisUri() {
    return "redis://%s:%d".formatted(redis.getHost(), redis.getMappedPort(REDIS_PORT));
  }

  @Override
  public void stop() {
    redis.stop();
    postgres.stop();
  }
}
