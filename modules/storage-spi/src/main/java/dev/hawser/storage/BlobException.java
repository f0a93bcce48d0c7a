package dev.hawser.storage;

import org.jspecify.annotations.Nullable;

/**
 * What can go wrong with a store, classified once, where it happens. Messages name keys, folders
 * and buckets and are meant for operators, not for tenants; they never hold credentials or bytes of
 * a blob.
 */
public abstract sealed class BlobException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private BlobException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** Whether the same call can succeed later without anybody changing the request. */
  public boolean retryable() {
    return this instanceof Unavailable;
  }

  /** There is no blob under the key. */
  public static final class NotFound extends BlobException {
    private static final long serialVersionUID = 1L;

    public NotFound(BlobKey key) {
      super("there is no blob " + key, null);
    }
  }

  /** The condition of a put did not hold. The store is as it was. */
  public static final class ConditionFailed extends BlobException {
    private static final long serialVersionUID = 1L;

    public ConditionFailed(BlobKey key, PutCondition condition) {
      super("the condition " + condition + " does not hold for blob " + key, null);
    }
  }

  /**
   * A put or delete may or may not have happened. Read the key before doing anything else about it;
   * a repeated conditional put could meet its own first attempt.
   */
  public static final class OutcomeUnknown extends BlobException {
    private static final long serialVersionUID = 1L;

    public OutcomeUnknown(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The store refuses our credentials, or they lack a right. Somebody must change them. */
  public static final class AccessDenied extends BlobException {
    private static final long serialVersionUID = 1L;

    public AccessDenied(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * The store cannot work now: not reachable, throttled, disk full, its bucket (container, folder)
   * missing. Later it may. A put that fails so has changed nothing.
   */
  public static final class Unavailable extends BlobException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The store refuses the request, or the blob is damaged; repeating does not help. */
  public static final class Rejected extends BlobException {
    private static final long serialVersionUID = 1L;

    public Rejected(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
