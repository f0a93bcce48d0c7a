package dev.hawser.embedded;

import dev.hawser.embedded.internal.binaries.Binaries;
import dev.hawser.embedded.internal.process.Supervisor;
import dev.hawser.embedded.internal.redis.RedisServer;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A running Redis 7.0 of our own: append-only file written every second, never evicts, on a random
 * loopback port, with a password that is kept in {@code redis/password} (mode 0600).
 *
 * <p>Started again when it dies and stopped with this JVM, as {@link EmbeddedPostgres} is. A kill
 * of the process loses nothing that was acknowledged; a power cut may lose the last second.
 */
public final class EmbeddedRedis implements AutoCloseable {
  private final RedisServer server;
  private final Supervisor supervisor;

  private EmbeddedRedis(RedisServer server, Supervisor supervisor) {
    this.server = server;
    this.supervisor = supervisor;
  }

  /**
   * Starts the server in {@code redis/} of the locked folder; returns when it has loaded its data
   * and answers. The caller closes it, before the lock.
   *
   * @throws EmbeddedServerException when it cannot be started, with the reason
   */
  public static EmbeddedRedis start(
      DataFolderLock lock, Path binariesFolder, StartProgress progress) {
    try {
      Path program = Binaries.redis(binariesFolder, progress::report);
      RedisServer server =
          RedisServer.prepare(lock.folder().resolve(EmbeddedServer.REDIS.folder()), program);
      progress.report("Starting Redis");
      EmbeddedRedis started = new EmbeddedRedis(server, Supervisor.start(server));
      progress.report("Redis is ready on port " + started.port());
      return started;
    } catch (IOException e) {
      throw new EmbeddedServerException("Redis cannot be started. " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedServerException("The start of Redis was interrupted", e);
    }
  }

  /** Holds the password: {@code redis://:password@127.0.0.1:port}. */
  public String uri() {
    return "redis://:%s@127.0.0.1:%d".formatted(server.password(), port());
  }

  public int port() {
    return server.port();
  }

  /** The process id of the server as it runs now. */
  public long pid() {
    return supervisor.pid();
  }

  /** Stops the server; everything is on the disk when this returns. */
  @Override
  public void close() {
    supervisor.close();
  }

  @Override
  public String toString() {
    return "EmbeddedRedis[port=" + port() + "]";
  }
}
