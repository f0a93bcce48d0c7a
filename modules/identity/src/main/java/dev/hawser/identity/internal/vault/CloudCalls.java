package dev.hawser.identity.internal.vault;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.time.StopSignal;
import dev.hawser.vault.KeyServiceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls of a key service, bounded: how many at once, how often, and how long anybody waits for one.
 * After a failure, nobody asks for a moment: who waits for an answer that will not come holds up
 * work that needs none. The one place where such calls are repeated.
 */
final class CloudCalls implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CloudCalls.class);
  private static final ErrorCode UNAVAILABLE =
      new ErrorCode("identity.vault-key-service-unavailable");
  private static final ErrorCode REFUSED = new ErrorCode("identity.vault-key-service-refused");

  /**
   * @param atOnce how many calls are on their way; one that hangs counts until it ends
   * @param room how long to wait until one may begin
   * @param tries of one call, the first included
   * @param pause the longest before the second try; twice as long before the third
   * @param whole how long a caller waits for all tries
   * @param rest the longest time in which nobody asks after a failure
   */
  record Limits(
      int atOnce, Duration room, int tries, Duration pause, Duration whole, Duration rest) {
    static final Limits STANDARD =
        new Limits(
            32,
            Duration.ofSeconds(1),
            3,
            Duration.ofMillis(200),
            Duration.ofSeconds(7),
            Duration.ofSeconds(4));
  }

  private final String key;
  private final InstantSource clock;
  private final Limits limits;
  private final Semaphore permits;
  private final StopSignal closed = new StopSignal();
  private volatile Instant lastAnswer;
  private volatile @Nullable String trouble;
  private int failures;
  private long restsUntilNanos = System.nanoTime();

  CloudCalls(String key, InstantSource clock, Limits limits) {
    this.key = key;
    this.clock = clock;
    this.limits = limits;
    this.permits = new Semaphore(limits.atOnce());
    this.lastAnswer = clock.instant();
  }

  /** Whether the service has said no, rather than nothing. */
  static boolean isRefusal(HawserException.Unavailable failure) {
    return failure.code().equals(REFUSED);
  }

  /** When the service last did what it was asked. */
  Instant lastAnswer() {
    return lastAnswer;
  }

  /** What is wrong with the service, in a few words without its address; null when nothing is. */
  @Nullable String trouble() {
    return trouble;
  }

  /**
   * What the service answers.
   *
   * @param attempt of one request; may be called several times
   * @throws HawserException.Unavailable when it gives no answer within the limits, or refuses
   * @throws KeyServiceException.Damaged as the service says
   */
  byte[] call(Supplier<byte[]> attempt) {
    if (rests()) {
      throw unavailable("it did not answer a moment ago", null);
    }
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    try {
      if (!permits.tryAcquire(limits.room().toNanos(), TimeUnit.NANOSECONDS)) {
        throw unavailable(limits.atOnce() + " calls are waiting for it", null);
      }
      long deadline = System.nanoTime() + limits.whole().toNanos();
      Thread.ofVirtual().name("vault-key-service").start(() -> run(attempt, deadline, answer));
      byte[] bytes = answer.get(limits.whole().toNanos(), TimeUnit.NANOSECONDS);
      answered();
      return bytes;
    } catch (TimeoutException e) {
      failed("does not answer", "no answer for " + limits.whole().toSeconds() + " s");
      throw unavailable("it does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("the caller was interrupted", e);
    } catch (ExecutionException e) {
      throw explain(e.getCause());
    }
  }

  private RuntimeException explain(@Nullable Throwable failure) {
    return switch (failure) {
      case KeyServiceException.Damaged damaged -> {
        answered();
        yield damaged;
      }
      case KeyServiceException.Refused refused -> {
        refused(String.valueOf(refused.getMessage()));
        yield new HawserException.Unavailable(
            REFUSED,
            "The key service of the vault refuses; the operator of this server must look at it.",
            refused);
      }
      case null, default -> {
        failed("does not answer", String.valueOf(failure));
        yield unavailable("it cannot be reached", failure);
      }
    };
  }

  private void run(Supplier<byte[]> attempt, long deadline, CompletableFuture<byte[]> answer) {
    try {
      answer.complete(repeated(attempt, deadline));
    } catch (RuntimeException | Error e) {
      answer.completeExceptionally(e);
    } finally {
      permits.release();
    }
  }

  private byte[] repeated(Supplier<byte[]> attempt, long deadline) {
    for (int tried = 1; ; tried++) {
      try {
        return attempt.get();
      } catch (KeyServiceException.Unavailable e) {
        long most = limits.pause().toNanos() << (tried - 1);
        long pause = ThreadLocalRandom.current().nextLong(most / 4, most + 1);
        if (tried >= limits.tries()
            || System.nanoTime() + pause - deadline > 0
            || closed.comesWithin(Duration.ofNanos(pause))) {
          throw e;
        }
      }
    }
  }

  private synchronized boolean rests() {
    return System.nanoTime() - restsUntilNanos < 0;
  }

  private synchronized void answered() {
    failures = 0;
    restsUntilNanos = System.nanoTime();
    lastAnswer = clock.instant();
    if (trouble != null) {
      trouble = null;
      LOG.info("The key service of the vault is back: {}", key);
    }
  }

  /** It answers, so there is no need to leave it in peace. */
  private synchronized void refused(String detail) {
    restsUntilNanos = System.nanoTime();
    tell("refuses", detail);
  }

  private synchronized void failed(String words, String detail) {
    long most = limits.rest().toNanos();
    long rest = Math.min(most, (most / 8) << Math.min(failures, 3));
    restsUntilNanos = System.nanoTime() + ThreadLocalRandom.current().nextLong(rest / 2, rest + 1);
    failures++;
    tell(words, detail);
  }

  private void tell(String words, String detail) {
    if (!words.equals(trouble)) {
      trouble = words;
      LOG.warn(
          "The key service of the vault {}; data keys in memory go on for their time: {}: {}",
          words,
          key,
          detail);
    }
  }

  private static HawserException.Unavailable unavailable(String reason, @Nullable Throwable cause) {
    return new HawserException.Unavailable(
        UNAVAILABLE,
        "The key service of the vault cannot be asked now (" + reason + "); try again soon.",
        cause);
  }

  /** Nothing is repeated any more. */
  @Override
  public void close() {
    closed.give();
  }
}
