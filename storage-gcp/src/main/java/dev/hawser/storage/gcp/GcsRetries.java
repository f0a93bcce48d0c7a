package dev.hawser.storage.gcp;

import dev.hawser.storage.BlobException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * The one place that tries again: requests that Google asks to repeat (429, 5xx) and those whose
 * connection broke, {@value #ATTEMPTS} times at most, with growing random pauses.
 */
final class GcsRetries implements AutoCloseable {
  private static final int ATTEMPTS = 5;
  static final Duration FIRST_PAUSE = Duration.ofMillis(100);

  /** No new attempt after this: a service that does not answer must not hold a caller for long. */
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final GcsErrors errors;
  private final long firstPauseNanos;
  private final CountDownLatch closed = new CountDownLatch(1);

  /**
   * @param firstPause before the second attempt; each later one is four times as long
   */
  GcsRetries(GcsErrors errors, Duration firstPause) {
    this.errors = errors;
    this.firstPauseNanos = firstPause.toNanos();
  }

  /** A request; sent again as a whole. */
  interface Attempt<T> {
    T run() throws IOException;
  }

  /**
   * Does what may be repeated without harm.
   *
   * @param action for messages: what cannot be done when it fails
   * @throws BlobException as the last failure is classified
   */
  <T> T run(String action, Attempt<T> attempt) {
    Tries tries = start();
    while (true) {
      try {
        return attempt.run();
      } catch (IOException e) {
        if (!tries.again(e)) {
          throw errors.classify(action, e);
        }
      }
    }
  }

  /** For those that must do something between two attempts. */
  Tries start() {
    return new Tries();
  }

  /** Ends all pauses; what is waiting in one fails. */
  @Override
  public void close() {
    closed.countDown();
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** Counts the attempts at one thing. */
  final class Tries {
    private final long start = System.nanoTime();
    private int failed;

    /** Whether to try again after this failure; returns when it is time to. */
    boolean again(IOException failure) {
      failed++;
      return failed < ATTEMPTS
          && GcsErrors.isPassing(failure)
          && !Thread.currentThread().isInterrupted()
          && System.nanoTime() - start < PATIENCE_NANOS
          && pause();
    }

    /** The last attempt got further, so the count begins anew. */
    void progressed() {
      failed = 0;
    }

    private boolean pause() {
      long most = firstPauseNanos << (2 * (failed - 1));
      try {
        return !closed.await(
            ThreadLocalRandom.current().nextLong(most / 2, most + 1), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
  }
}
