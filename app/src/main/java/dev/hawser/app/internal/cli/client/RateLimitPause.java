package dev.hawser.app.internal.cli.client;

import java.net.http.HttpResponse;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The time that a server asks to be left alone. What it refused with 429 it did not do, so the
 * request can be sent again.
 */
final class RateLimitPause {
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int LONGEST_SECONDS = 30;

  private RateLimitPause() {}

  /**
   * Waits as long as the answer asks for; false, and at once, when it does not, or for too long.
   */
  static boolean after(HttpResponse<?> response) throws InterruptedException {
    if (response.statusCode() != TOO_MANY_REQUESTS) {
      return false;
    }
    String seconds = response.headers().firstValue("retry-after").orElse("");
    if (!seconds.matches("\\d{1,4}") || Integer.parseInt(seconds) > LONGEST_SECONDS) {
      return false;
    }
    return !new CountDownLatch(1).await(Integer.parseInt(seconds), TimeUnit.SECONDS);
  }
}
