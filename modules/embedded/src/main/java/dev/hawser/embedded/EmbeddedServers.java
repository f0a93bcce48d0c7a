package dev.hawser.embedded;

import dev.hawser.embedded.internal.binaries.Binaries;
import dev.hawser.embedded.internal.process.Folders;
import dev.hawser.embedded.internal.process.Privileges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The servers that an installation starts for itself, on one data folder that is locked for as long
 * as they run.
 *
 * <pre>{@code
 * try (var servers = EmbeddedServers.start(StartRequest.in(Path.of("data")))) {
 *   String url = servers.postgres().orElseThrow().jdbcUrl();
 *   String uri = servers.redis().orElseThrow().uri();
 * }
 * }</pre>
 */
public final class EmbeddedServers implements AutoCloseable {
  private final DataFolderLock lock;
  private final @Nullable EmbeddedPostgres postgres;
  private final @Nullable EmbeddedRedis redis;

  private EmbeddedServers(
      DataFolderLock lock, @Nullable EmbeddedPostgres postgres, @Nullable EmbeddedRedis redis) {
    this.lock = lock;
    this.postgres = postgres;
    this.redis = redis;
  }

  /**
   * Locks the data folder and starts the wanted servers at the same time. Returns when all of them
   * serve; when one fails, none is left running.
   *
   * @throws EmbeddedServerException when the folder is in use or a server cannot be started
   */
  public static EmbeddedServers start(StartRequest request) {
    DataFolderLock lock = DataFolderLock.acquire(request.dataFolder());
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<@Nullable EmbeddedPostgres> postgres =
          executor.submit(() -> startPostgres(request, lock));
      Future<@Nullable EmbeddedRedis> redis = executor.submit(() -> startRedis(request, lock));
      try {
        return new EmbeddedServers(lock, postgres.get(), redis.get());
      } catch (ExecutionException | InterruptedException e) {
        executor.shutdownNow(); // one failed, or nobody waits any more: the other need not go on
        EmbeddedServerException failure = failure(e);
        closeStarted(redis, failure);
        closeStarted(postgres, failure);
        lock.close();
        throw failure;
      }
    }
  }

  /**
   * Why {@link #start} could not start the wanted servers on this machine, for the operator; empty
   * when nothing is known to be in the way. Cheap, and neither starts nor changes anything: what
   * shows only when a server runs, such as a damaged folder, is not looked for.
   */
  public static Optional<String> obstacle(StartRequest request) {
    if (request.servers().isEmpty()) {
      return Optional.empty(); // then it does not matter as whom they would run
    }
    try {
      for (EmbeddedServer server : request.servers()) {
        switch (server) {
          case POSTGRES -> Binaries.checkPostgres(request.binariesFolder());
          case REDIS -> Binaries.checkRedis(request.binariesFolder());
        }
        Path home = request.dataFolder().resolve(server.folder());
        if (Files.exists(home)) {
          Folders.requireOwn(home);
        }
      }
      Privileges.choose(
          Stream.of(request.dataFolder(), request.binariesFolder())
              .map(Folders::nearestExisting)
              .distinct()
              .toList());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** Present when it was wanted. */
  public Optional<EmbeddedPostgres> postgres() {
    return Optional.ofNullable(postgres);
  }

  /** Present when it was wanted. */
  public Optional<EmbeddedRedis> redis() {
    return Optional.ofNullable(redis);
  }

  /** Stops Redis, then PostgreSQL, then gives the data folder free. Idempotent. */
  @Override
  public void close() {
    try {
      if (redis != null) {
        redis.close();
      }
    } finally {
      try {
        if (postgres != null) {
          postgres.close();
        }
      } finally {
        lock.close();
      }
    }
  }

  private static @Nullable EmbeddedPostgres startPostgres(
      StartRequest request, DataFolderLock lock) {
    return request.servers().contains(EmbeddedServer.POSTGRES)
        ? EmbeddedPostgres.start(
            lock, request.binariesFolder(), request.postgresSettings(), request.progress())
        : null;
  }

  private static @Nullable EmbeddedRedis startRedis(StartRequest request, DataFolderLock lock) {
    return request.servers().contains(EmbeddedServer.REDIS)
        ? EmbeddedRedis.start(lock, request.binariesFolder(), request.progress())
        : null;
  }

  private static EmbeddedServerException failure(Exception e) {
    if (e.getCause() instanceof EmbeddedServerException failure) {
      return failure;
    }
    if (e instanceof InterruptedException) {
      Thread.currentThread().interrupt();
      return new EmbeddedServerException("The start of the embedded servers was interrupted", e);
    }
    return new EmbeddedServerException("The embedded servers cannot be started: " + e, e);
  }

  /** Waits for the start to end, however it ends, and takes back what it has started. */
  private static void closeStarted(
      Future<? extends @Nullable AutoCloseable> start, EmbeddedServerException failure) {
    boolean interrupted = Thread.interrupted();
    while (true) {
      try {
        AutoCloseable server = start.get();
        if (server != null) {
          server.close();
        }
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        if (e.getCause() != failure) {
          failure.addSuppressed(e.getCause());
        }
        break;
      } catch (Exception e) {
        failure.addSuppressed(e);
        break;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
