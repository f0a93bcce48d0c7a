package dev.hawser.app.internal.start;

import dev.hawser.app.internal.config.PostgresSettings;
import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.app.internal.probe.EmbeddedProbe;
import dev.hawser.app.internal.probe.PostgresTarget;
import dev.hawser.app.internal.probe.RedisTarget;
import dev.hawser.core.config.LoadedSettings;
import dev.hawser.core.redis.RedisSettings;
import dev.hawser.embedded.DataFolderLock;
import dev.hawser.embedded.EmbeddedPostgres;
import dev.hawser.embedded.EmbeddedRedis;
import dev.hawser.embedded.EmbeddedServerException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The embedded servers, as many as the settings leave open. */
final class Stores implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Stores.class);

  private final @Nullable EmbeddedPostgres postgres;
  private final @Nullable EmbeddedRedis redis;

  private Stores(@Nullable EmbeddedPostgres postgres, @Nullable EmbeddedRedis redis) {
    this.postgres = postgres;
    this.redis = redis;
  }

  /** Whether anything would start. */
  static boolean needed(LoadedSettings settings) {
    return !PostgresTarget.withoutUrl(settings).isEmpty() || RedisTarget.anyWithoutUrl(settings);
  }

  /** Starts what has no URL, both at the same time. */
  static Stores start(LoadedSettings settings, DataFolderLock lock, Progress progress) {
    Path binaries = lock.folder().resolve("bin");
    boolean wantsPostgres = !PostgresTarget.withoutUrl(settings).isEmpty();
    boolean wantsRedis = RedisTarget.anyWithoutUrl(settings);
    Executor threads = task -> Thread.ofPlatform().daemon().start(task);
    CompletableFuture<Optional<EmbeddedRedis>> redis =
        CompletableFuture.supplyAsync(
            () ->
                wantsRedis
                    ? Optional.of(EmbeddedRedis.start(lock, binaries, progress::detail))
                    : Optional.empty(),
            threads);
    EmbeddedPostgres postgres = null;
    try {
      if (wantsPostgres) {
        postgres = EmbeddedPostgres.start(lock, binaries, Map.of(), progress::detail);
      }
      return new Stores(postgres, await(redis).orElse(null));
    } catch (EmbeddedServerException e) {
      if (postgres != null) {
        postgres.close();
      }
      closeWhenStarted(redis);
      throw new OperatorError(String.valueOf(e.getMessage()), EmbeddedProbe.REMEDY, e);
    }
  }

  /** The settings with the addresses of what was started. */
  LoadedSettings complete(LoadedSettings settings) {
    Map<String, String> found = new HashMap<>();
    if (postgres != null) {
      // Not as the common ones: their user and password would go to a server of somebody else.
      for (PostgresSettings.Module module : PostgresTarget.withoutUrl(settings)) {
        PostgresSettings.Group own = PostgresSettings.own(module);
        found.put(own.url().key(), postgres.jdbcUrl());
        found.put(own.username().key(), postgres.username());
        found.put(own.password().key(), postgres.password());
      }
    }
    if (redis != null) {
      found.put(RedisSettings.URL.key(), redis.uri());
    }
    return settings.with(found, "embedded server");
  }

  boolean postgresIsEmbedded() {
    return postgres != null;
  }

  boolean redisIsEmbedded() {
    return redis != null;
  }

  /** Stops Redis, then Postgres. */
  @Override
  public void close() {
    try {
      if (redis != null) {
        redis.close();
      }
    } finally {
      if (postgres != null) {
        postgres.close();
      }
    }
  }

  // It may still be starting: two starts of one server must not meet.
  private static void closeWhenStarted(CompletableFuture<Optional<EmbeddedRedis>> redis) {
    try {
      redis.join().ifPresent(EmbeddedRedis::close);
    } catch (CompletionException e) {
      LOG.debug("Redis did not start either", e);
    }
  }

  private static <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof EmbeddedServerException embedded) {
        throw embedded;
      }
      throw e;
    }
  }
}
