package dev.hawser.app.internal.start;

import dev.hawser.app.internal.config.AppSettings;
import dev.hawser.app.internal.http.HttpDrain;
import dev.hawser.core.config.LoadedSettings;
import dev.hawser.tasks.EngineSettings;
import dev.hawser.tasks.ExecutionEngine;
import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.netty.NettyEmbeddedServer;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.scheduling.TaskExecutors;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that serves. */
public final class RunningServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunningServer.class);
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final Duration LEAST_HTTP = Duration.ofSeconds(20);
  private static final Duration MOST_HTTP = Duration.ofSeconds(60);

  private final ApplicationContext context;
  private final String address;
  private final LoadedSettings settings;
  private final Undo undo;

  RunningServer(ApplicationContext context, String address, LoadedSettings settings, Undo undo) {
    this.context = context;
    this.address = address;
    this.settings = settings;
    this.undo = undo;
  }

  /** Where it listens, seen from this machine. */
  public String address() {
    return address;
  }

  /** Where users reach it. */
  public String publicAddress() {
    return settings.find(AppSettings.PUBLIC_URL).map(URI::toString).orElse(address);
  }

  /** The container, for what the command line wants from the modules. */
  public ApplicationContext context() {
    return context;
  }

  /** The settings, with the addresses of embedded servers. */
  public LoadedSettings settings() {
    return settings;
  }

  /**
   * Stops in order: no more work, no new connections, answers for all requests that arrived while
   * executions run on for {@link EngineSettings#DRAIN}, then the application's own threads and
   * pools, then Redis and Postgres. Idempotent.
   */
  @Override
  public void close() {
    if (context.isRunning()) {
      ExecutionEngine engine = context.getBean(ExecutionEngine.class);
      engine.stopTaking();
      drainHttp(httpLimit(settings.get(EngineSettings.DRAIN)));
      drain(engine);
      stopSchedule();
    }
    undo.close();
  }

  /** A scheduled method that comes while the context closes would make its bean once more. */
  private void stopSchedule() {
    ExecutorService schedule =
        context.getBean(ExecutorService.class, Qualifiers.byName(TaskExecutors.SCHEDULED));
    schedule.shutdown();
    try {
      if (!schedule.awaitTermination(QUIET.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("A scheduled method still runs; the stop goes on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Callers wait for executions; uploads and downloads need some time anyway, but not any. */
  private static Duration httpLimit(Duration drain) {
    return Duration.ofMillis(
        Math.clamp(drain.toMillis(), LEAST_HTTP.toMillis(), MOST_HTTP.toMillis()));
  }

  private void drainHttp(Duration limit) {
    HttpDrain drain = context.getBean(HttpDrain.class);
    drain.stopAccepting();
    if (drain.awaitEnd(QUIET)) {
      return;
    }
    // What is left is silent, or waits for an answer: the framework closes the ones and waits for
    // the others.
    try {
      context
          .getBean(NettyEmbeddedServer.class)
          .shutdownGracefully()
          .toCompletableFuture()
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      LOG.warn("Requests are cut off: they were not answered within {} s", limit.toSeconds());
    } catch (ExecutionException e) {
      LOG.warn("The HTTP server did not end in order", e);
    }
  }

  private static void drain(ExecutionEngine engine) {
    try {
      if (!engine.awaitIdle()) {
        LOG.info("Executions still run; other replicas or the next start go on with them");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
