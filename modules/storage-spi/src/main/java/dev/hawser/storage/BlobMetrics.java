package dev.hawser.storage;

import java.time.Duration;

/**
 * Is told about every call of a {@link MeteredBlobStore}. Thread-safe; neither blocks nor throws.
 */
public interface BlobMetrics {
  /** What was called. */
  enum Operation {
    PUT,
    GET,
    HEAD,
    LIST,
    DELETE,
    DELETE_ALL
  }

  /** How it ended: well, with a {@link BlobException} of this name, or otherwise. */
  enum Outcome {
    DONE,
    NOT_FOUND,
    CONDITION_FAILED,
    OUTCOME_UNKNOWN,
    ACCESS_DENIED,
    UNAVAILABLE,
    REJECTED,
    FAILED
  }

  /**
   * A call has ended; a get when its blob is closed. A {@link BlobStore#head} that finds nothing is
   * done; deletes are done when every key is, else the outcome is that of one of the others.
   *
   * @param bytes of the blob that was put, or that were read of the one that was got, else 0
   * @param duration of the call; a get is measured until its blob is open, because how fast it is
   *     read is up to the caller
   */
  void record(Operation operation, Outcome outcome, long bytes, Duration duration);
}
