package dev.hawser.app.internal.start;

import dev.hawser.app.internal.index.ContainerServices;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextBuilder;
import java.lang.reflect.Proxy;
import java.security.NoSuchAlgorithmException;
import java.sql.DriverManager;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javax.crypto.SecretKeyFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Does beside the start what depends on no setting: the command line is read and the servers come
 * up on one core meanwhile. Without it the start is slower, not different.
 */
public final class HeadStart {
  private static final AtomicReference<@Nullable CompletableFuture<ApplicationContextBuilder>>
      CONTAINER = new AtomicReference<>();

  private HeadStart() {}

  /** Call once, as soon as it is known that a server will start. */
  public static void begin() {
    Thread.ofPlatform().daemon().name("head-start").start(prepare());
  }

  /** The work of {@link #begin}. */
  static Runnable prepare() {
    // Two threads that ask for the first logger would get one that only delegates to the real one.
    LoggerFactory.getILoggerFactory();
    CompletableFuture<ApplicationContextBuilder> container = new CompletableFuture<>();
    CONTAINER.set(container);
    return () -> run(container);
  }

  private static void run(CompletableFuture<ApplicationContextBuilder> container) {
    try {
      ContainerServices.prepare();
      container.complete(newContainer());
    } catch (RuntimeException | Error e) {
      container.completeExceptionally(e);
      return;
    }
    try {
      postgresDriver();
      redisCommands();
      SSLContext.getDefault(); // reads the trusted certificates
    } catch (NoSuchAlgorithmException | RuntimeException | LinkageError e) {
      LoggerFactory.getLogger(HeadStart.class).debug("Something is missing in this JVM", e);
    }
  }

  /** It logs in with an algorithm whose provider the JVM has to find. */
  private static void postgresDriver() throws NoSuchAlgorithmException {
    LoggerFactory.getLogger(HeadStart.class).trace("{} drivers", DriverManager.drivers().count());
    SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256");
  }

  /** Whether {@link #container} has been asked for what was begun. */
  static boolean isTaken() {
    return CONTAINER.get() == null;
  }

  /** Where the configuration of a container begins. Each container has its own. */
  static ApplicationContextBuilder container() {
    var begun = CONTAINER.getAndSet(null);
    return begun == null ? newContainer() : begun.join();
  }

  private static ApplicationContextBuilder newContainer() {
    ContainerServices.use();
    return ApplicationContext.builder();
  }

  /** The class of some hundred methods that each of our connections to Redis is an object of. */
  private static void redisCommands() {
    Proxy.newProxyInstance(
        AbstractRedisClient.class.getClassLoader(),
        new Class<?>[] {RedisCommands.class, RedisClusterCommands.class},
        (proxy, method, arguments) -> null);
  }
}
