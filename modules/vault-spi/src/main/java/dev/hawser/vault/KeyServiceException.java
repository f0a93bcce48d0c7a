package dev.hawser.vault;

import org.jspecify.annotations.Nullable;

/** A key service did not do what it was asked. Messages are for operators and hold no secret. */
public abstract sealed class KeyServiceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private KeyServiceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** No answer, or one that says later: the network, too many requests, an outage. */
  public static final class Unavailable extends KeyServiceException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** The same request is refused until somebody changes something: rights, the key, a setting. */
  public static final class Refused extends KeyServiceException {
    private static final long serialVersionUID = 1L;

    public Refused(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** What was to be unwrapped was changed, or wrapped with another key or context. */
  public static final class Damaged extends KeyServiceException {
    private static final long serialVersionUID = 1L;

    public Damaged(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
