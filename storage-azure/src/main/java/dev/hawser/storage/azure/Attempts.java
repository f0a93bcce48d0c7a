package dev.hawser.storage.azure;

import com.azure.core.exception.HttpResponseException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The one place where requests are repeated. An interrupt does not break a request that is on its
 * way, but nothing is repeated after it; neither is after {@link #close()}.
 */
final class Attempts implements AutoCloseable {
  private final Limits limits;
  private final CountDownLatch closed = new CountDownLatch(1);

  Attempts(Limits limits) {
    this.limits = limits;
  }

  /** A request by the vendor's client or through its pipeline. */
  interface Request<T> {
    T send() throws IOException;
  }

  /**
   * Sends the request until it succeeds, fails for good or was tried often enough.
   *
   * @throws RequestFailure of the last try; it is {@linkplain RequestFailure#isLost() lost} when
   *     any try may have been carried out
   */
  <T> T run(Request<T> request) {
    long started = System.nanoTime();
    boolean lost = false;
    for (int tried = 1; ; tried++) {
      try {
        return once(request);
      } catch (RequestFailure failure) {
        lost |= failure.isLost();
        if (tried >= limits.tries()
            || System.nanoTime() - started > limits.patience().toNanos()
            || !failure.isTransient()
            || !waitBeforeRetry(tried, failure)) {
          throw lost ? failure.afterLostAnswer() : failure;
        }
      }
    }
  }

  /** Sends the request once and says what went wrong in our terms. */
  static <T> T once(Request<T> request) {
    try {
      return request.send();
    } catch (HttpResponseException e) {
      throw RequestFailure.of(e);
    } catch (IOException e) {
      throw RequestFailure.of(e);
    } catch (RuntimeException e) {
      throw cause(e);
    }
  }

  /** The vendor's client wraps what the transport threw, some of its methods twice. */
  private static RuntimeException cause(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof RequestFailure known) {
        return known;
      }
      if (cause instanceof IOException broken) {
        return RequestFailure.of(broken);
      }
    }
    return failure;
  }

  int tries() {
    return limits.tries();
  }

  Duration patience() {
    return limits.patience();
  }

  /** Waits as long as is due after so many tries; false when there must be no further one. */
  boolean waitBeforeRetry(int tried, RequestFailure failure) {
    Duration pause = limits.pauseAfter(tried);
    long nanos = ThreadLocalRandom.current().nextLong(pause.toNanos() / 2, pause.toNanos() + 1);
    long asked = failure.retryAfter().orElse(Duration.ZERO).toNanos();
    nanos = Math.max(nanos, Math.min(asked, Limits.MAX_PAUSE.toNanos()));
    try {
      return !closed.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
