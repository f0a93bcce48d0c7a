package dev.hawser.embedded;

import dev.hawser.embedded.internal.binaries.Binaries;
import dev.hawser.embedded.internal.postgres.PostgresServer;
import dev.hawser.embedded.internal.process.Supervisor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * A running PostgreSQL 18 of our own: durable (fsync on, data checksums), on a random loopback
 * port, with a password that is kept in {@code postgres/password} (mode 0600).
 *
 * <p>When its process dies it is started again on the same port with the same password, until
 * {@link #close()}: connections break, a connection pool recovers. It is stopped when this JVM
 * dies, however that happens; what a host without {@code setpriv} leaves running is taken over by
 * the next start.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  /** The superuser; its password differs per installation. */
  public static final String USERNAME = "hawser";

  /** For a small server that shares its machine with Hawser itself. */
  public static final Map<String, String> DEFAULT_SETTINGS =
      Map.ofEntries(
          Map.entry("shared_buffers", "256MB"),
          Map.entry("max_connections", "100"),
          Map.entry("jit", "off"),
          // This build of PostgreSQL has neither lz4 nor zstd.
          Map.entry("wal_compression", "pglz"),
          // For users whom somebody adds; our own password needs one round (see PostgresServer).
          Map.entry("scram_iterations", "4096"),
          Map.entry("max_wal_size", "1GB"),
          Map.entry("min_wal_size", "256MB"),
          // Rows of executions live for a second: what they leave has to go as fast as it comes.
          Map.entry("autovacuum_naptime", "5s"),
          // The application reports failing statements; here they would only fill the disk.
          Map.entry("log_min_messages", "log"),
          Map.entry("log_min_error_statement", "panic"),
          Map.entry("log_checkpoints", "off"),
          Map.entry("log_timezone", "UTC"),
          Map.entry("timezone", "UTC"));

  private final PostgresServer server;
  private final Supervisor supervisor;

  private EmbeddedPostgres(PostgresServer server, Supervisor supervisor) {
    this.server = server;
    this.supervisor = supervisor;
  }

  /**
   * Starts the server in {@code postgres/} of the locked folder; returns when it accepts
   * connections. A new database is created there when there is none. The caller closes it, before
   * the lock.
   *
   * @param settings parameters of {@code postgresql.conf} that differ from {@link
   *     #DEFAULT_SETTINGS}
   * @throws EmbeddedServerException when it cannot be started, with the reason
   */
  public static EmbeddedPostgres start(
      DataFolderLock lock,
      Path binariesFolder,
      Map<String, String> settings,
      StartProgress progress) {
    Map<String, String> effective = new TreeMap<>(DEFAULT_SETTINGS);
    effective.putAll(settings);
    try {
      Path binaries = Binaries.postgres(binariesFolder, progress::report);
      PostgresServer server =
          PostgresServer.prepare(
              lock.folder().resolve(EmbeddedServer.POSTGRES.folder()),
              binaries,
              USERNAME,
              effective,
              progress::report);
      progress.report("Starting PostgreSQL");
      EmbeddedPostgres started = new EmbeddedPostgres(server, Supervisor.start(server));
      progress.report("PostgreSQL is ready on port " + started.port());
      return started;
    } catch (IOException e) {
      throw new EmbeddedServerException("PostgreSQL cannot be started. " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException("The start of PostgreSQL was interrupted", e);
    }
  }

  /** Of the server's own database, {@code postgres}. */
  public String jdbcUrl() {
    return jdbcUrl("postgres");
  }

  /** Of a database on this server, whether it exists or not. Has no parameters yet. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port(), database);
  }

  public String username() {
    return USERNAME;
  }

  public String password() {
    return server.password();
  }

  public int port() {
    return server.port();
  }

  /** The process id of the server as it runs now. */
  public long pid() {
    return supervisor.pid();
  }

  /** Stops the server: sessions are ended, everything is on the disk when this returns. */
  @Override
  public void close() {
    supervisor.close();
  }

  @Override
  public String toString() {
    return "EmbeddedPostgres[port=" + port() + "]";
  }
}
