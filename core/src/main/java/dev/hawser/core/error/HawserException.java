package dev.hawser.core.error;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What can go wrong, seen from outside. The subclass says which HTTP status it is; the {@link
 * ErrorCode} says what happened. Messages are shown to tenants: they carry no secret, no SQL, no
 * exception text of a library.
 */
public abstract sealed class HawserException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient ErrorCode code;

  private HawserException(ErrorCode code, String message, @Nullable Throwable cause) {
    this(code, message, cause, true);
  }

  private HawserException(
      ErrorCode code, String message, @Nullable Throwable cause, boolean hasStackTrace) {
    super(message, cause, true, hasStackTrace);
    this.code = code;
  }

  public ErrorCode code() {
    return code;
  }

  /** 404: it does not exist, or it is another tenant's. */
  public static final class NotFound extends HawserException {
    private static final long serialVersionUID = 1L;

    public NotFound(ErrorCode code, String message) {
      super(code, message, null);
    }
  }

  /** 409: the state of the thing does not allow it; reading it again helps, repeating does not. */
  public static final class Conflict extends HawserException {
    private static final long serialVersionUID = 1L;

    public Conflict(ErrorCode code, String message) {
      super(code, message, null);
    }
  }

  /** 412: the caller's {@code If-Match} names an older revision. */
  public static final class PreconditionFailed extends HawserException {
    private static final long serialVersionUID = 1L;

    public PreconditionFailed(ErrorCode code, String message) {
      super(code, message, null);
    }
  }

  /** 422: the input is wrong; all problems at once. */
  public static final class Invalid extends HawserException {
    private static final long serialVersionUID = 1L;
    private final transient List<Problem> problems;

    public Invalid(ErrorCode code, String message, List<Problem> problems) {
      super(code, message, null);
      this.problems = List.copyOf(problems);
    }

    public List<Problem> problems() {
      return problems;
    }
  }

  /** 403: known caller, missing right. */
  public static final class AccessDenied extends HawserException {
    private static final long serialVersionUID = 1L;

    public AccessDenied(ErrorCode code, String message) {
      super(code, message, null);
    }
  }

  /** 401: no credentials, or credentials that do not hold. */
  public static final class Unauthenticated extends HawserException {
    private static final long serialVersionUID = 1L;

    public Unauthenticated(ErrorCode code, String message) {
      super(code, message, null);
    }
  }

  /**
   * 413 when something is too large, else 429 with {@code Retry-After}. Without a stack trace:
   * floods are made of these.
   */
  public static final class LimitExceeded extends HawserException {
    private static final long serialVersionUID = 1L;
    private final transient @Nullable Duration retryAfter;

    /**
     * @param retryAfter when to try again; null when repeating cannot help because the input is too
     *     large
     */
    public LimitExceeded(ErrorCode code, String message, @Nullable Duration retryAfter) {
      super(code, message, null, false);
      this.retryAfter = retryAfter;
    }

    public @Nullable Duration retryAfter() {
      return retryAfter;
    }
  }

  /** 503: something we need is down; trying again later helps. */
  public static final class Unavailable extends HawserException {
    private static final long serialVersionUID = 1L;

    public Unavailable(ErrorCode code, String message, @Nullable Throwable cause) {
      super(code, message, cause);
    }
  }

  /** 500: an invariant of ours is broken. */
  public static final class Internal extends HawserException {
    private static final long serialVersionUID = 1L;

    public Internal(ErrorCode code, String message, @Nullable Throwable cause) {
      super(code, message, cause);
    }
  }
}
