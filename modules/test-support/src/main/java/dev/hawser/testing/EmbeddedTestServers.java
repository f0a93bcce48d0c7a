package dev.hawser.testing;

import dev.hawser.embedded.EmbeddedPostgres;
import dev.hawser.embedded.EmbeddedRedis;
import dev.hawser.embedded.EmbeddedServers;
import dev.hawser.embedded.StartRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** From the binaries we ship, unpacked once per user; the data lives as long as this JVM. */
final class EmbeddedTestServers implements RunningServers {
  private static final String DATA = "hawser-test-data-";

  private final Path dataFolder;
  private final EmbeddedServers servers;
  private final EmbeddedPostgres postgres;
  private final EmbeddedRedis redis;

  private EmbeddedTestServers(Path dataFolder, EmbeddedServers servers) {
    this.dataFolder = dataFolder;
    this.servers = servers;
    this.postgres = servers.postgres().orElseThrow();
    this.redis = servers.redis().orElseThrow();
  }

  static EmbeddedTestServers start() {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    removeDataOfDeadJvms(temporary);
    Path dataFolder = temporary.resolve(DATA + ProcessHandle.current().pid());
    StartRequest request =
        StartRequest.in(dataFolder)
            .withBinariesFolder(
                temporary.resolve("hawser-binaries-" + System.getProperty("user.name")))
            .withPostgresSettings(Map.of("shared_buffers", "64MB", "max_connections", "200"));
    return new EmbeddedTestServers(dataFolder, EmbeddedServers.start(request));
  }

  @Override
  public String jdbcUrl(String database) {
    return postgres.jdbcUrl(database);
  }

  @Override
  public String username() {
    return postgres.username();
  }

  @Override
  public String password() {
    return postgres.password();
  }

  @Override
  public String redisUri() {
    return redis.uri();
  }

  @Override
  public void stop() {
    servers.close();
    TestFolders.delete(dataFolder);
  }

  /** A test JVM that was killed could not clean up behind itself; its servers died with it. */
  private static void removeDataOfDeadJvms(Path temporary) {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(temporary, DATA + "[0-9]*")) {
      for (Path folder : folders) {
        long pid = Long.parseLong(folder.getFileName().toString().substring(DATA.length()));
        if (ProcessHandle.of(pid).isEmpty() && Files.isWritable(folder)) {
          TestFolders.delete(folder);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
