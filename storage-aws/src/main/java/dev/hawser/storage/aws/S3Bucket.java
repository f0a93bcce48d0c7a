package dev.hawser.storage.aws;

import dev.hawser.storage.BlobException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** Sends requests to one bucket, again while that can help, and classifies their failures. */
final class S3Bucket implements AutoCloseable {
  private static final int ATTEMPTS = 5;
  static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final S3Connection connection;
  private final S3Errors errors;
  private final long firstPauseNanos;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Whether an answer has shown that the bucket exists. */
  private volatile boolean seen;

  /**
   * @param firstPause before the second attempt; each later one is twice as long
   */
  S3Bucket(S3Connection connection, S3Errors errors, Duration firstPause) {
    this.firstPauseNanos = firstPause.toNanos();
    this.connection = connection;
    this.errors = errors;
  }

  String name() {
    return errors.bucket();
  }

  /** Whether the bucket is known to exist, so that a 404 without a word means the blob. */
  boolean isSeen() {
    return seen;
  }

  /** An answer has shown that the bucket exists. */
  void noteSeen() {
    seen = true;
  }

  /**
   * Sends a request that may be repeated without harm.
   *
   * @throws BlobException what the failure means
   */
  <T> T call(S3Action action, Object subject, Function<S3Client, T> request) {
    try {
      return send(new Doubt(), request);
    } catch (SdkException e) {
      throw classify(action, subject, e);
    }
  }

  BlobException classify(S3Action action, Object subject, SdkException failure) {
    if (isClosed()) {
      return new BlobException.Unavailable(
          "cannot " + action.verb() + " " + subject + ": the blob store was closed", failure);
    }
    return errors.classify(action, subject, failure);
  }

  /**
   * Sends a request.
   *
   * @param doubt learns whether an attempt that failed may have been carried out
   * @throws SdkException of the last attempt
   */
  <T> T send(Doubt doubt, Function<S3Client, T> request) {
    long began = System.nanoTime();
    for (int attempt = 1; ; attempt++) {
      SdkException failure;
      try {
        T answer = request.apply(connection.client());
        seen = true;
        return answer;
      } catch (AbortedException e) {
        Thread.currentThread().interrupt(); // the SDK has taken the flag
        failure = e;
      } catch (SdkException e) {
        failure = e;
      } catch (IllegalStateException e) {
        if (!isClosed()) {
          throw e;
        }
        failure = SdkClientException.create("the connections are closed", e);
      }
      doubt.add(S3Errors.mayHaveHappened(failure));
      if (attempt == ATTEMPTS
          || System.nanoTime() - began > PATIENCE_NANOS
          || !S3Errors.isPassing(failure)
          || !pause(attempt)) {
        throw failure;
      }
    }
  }

  /** Whether there is to be another attempt: not when the store is closed or the thread stopped. */
  private boolean pause(int attempt) {
    long most = firstPauseNanos << (attempt - 1);
    long nanos = most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1);
    try {
      return !closed.await(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Does something that must be done although the thread is being stopped. */
  static <T> T uninterrupted(Supplier<T> work) {
    boolean interrupted = Thread.interrupted();
    try {
      return work.get();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  void checkOpen() {
    if (isClosed()) {
      throw new IllegalStateException("the blob store is closed");
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public void close() {
    closed.countDown();
    connection.close();
  }
}
