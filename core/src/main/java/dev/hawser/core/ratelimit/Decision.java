package dev.hawser.core.ratelimit;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether one call may go on.
 *
 * @param remaining how many more could now, as far as this replica knows
 * @param retryAfter null when the call may go on
 */
public record Decision(RateLimit limit, long remaining, @Nullable Duration retryAfter) {
  private static final ErrorCode LIMITED = new ErrorCode("core.rate-limited");

  /** Whether the call may go on. */
  public boolean isAllowed() {
    return retryAfter == null;
  }

  /**
   * Goes on, or not.
   *
   * @throws HawserException.LimitExceeded when the call may not go on
   */
  public void check() {
    if (retryAfter != null) {
      throw new HawserException.LimitExceeded(
          LIMITED,
          "The limit \"%s\" of %d requests in %d s is used up; try again later."
              .formatted(limit.name(), limit.quota(), limit.window().toSeconds()),
          retryAfter);
    }
  }

  /** An item of the field {@code RateLimit}: what is left, and seconds until the bucket is full. */
  public String item() {
    long missing = Math.max(0, limit.quota() - remaining);
    long seconds = Math.ceilDiv(missing * limit.window().toSeconds(), Math.max(1, limit.quota()));
    return '"' + limit.name() + "\";r=" + remaining + ";t=" + seconds;
  }
}
