package dev.hawser.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/**
 * What to start and where.
 *
 * @param dataFolder the installation's data folder; created when missing. PostgreSQL lives in
 *     {@code postgres/}, Redis in {@code redis/} below it
 * @param binariesFolder where the servers' binaries are unpacked to; may be shared by several
 *     installations of one user, must not be on a file system mounted {@code noexec}
 * @param servers which servers to start; may be empty
 * @param postgresSettings parameters of {@code postgresql.conf} that differ from {@link
 *     EmbeddedPostgres#DEFAULT_SETTINGS}
 * @param progress is told what is going on
 */
public record StartRequest(
    Path dataFolder,
    Path binariesFolder,
    Set<EmbeddedServer> servers,
    Map<String, String> postgresSettings,
    StartProgress progress) {

  public StartRequest {
    dataFolder = dataFolder.toAbsolutePath().normalize();
    binariesFolder = binariesFolder.toAbsolutePath().normalize();
    servers = Set.copyOf(servers);
    postgresSettings = Map.copyOf(postgresSettings);
  }

  /** Both servers in this folder, with the binaries in {@code bin/} below it and nobody told. */
  public static StartRequest in(Path dataFolder) {
    return new StartRequest(
        dataFolder,
        dataFolder.resolve("bin"),
        Set.of(EmbeddedServer.values()),
        Map.of(),
        StartProgress.silent());
  }

  public StartRequest withBinariesFolder(Path folder) {
    return new StartRequest(dataFolder, folder, servers, postgresSettings, progress);
  }

  public StartRequest withServers(Set<EmbeddedServer> wanted) {
    return new StartRequest(dataFolder, binariesFolder, wanted, postgresSettings, progress);
  }

  public StartRequest withPostgresSettings(Map<String, String> settings) {
    return new StartRequest(dataFolder, binariesFolder, servers, settings, progress);
  }

  public StartRequest withProgress(StartProgress listener) {
    return new StartRequest(dataFolder, binariesFolder, servers, postgresSettings, listener);
  }
}
