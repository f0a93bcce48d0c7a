package dev.hawser.storage.azure;

import java.time.Duration;

/**
 * How long and how often the store tries.
 *
 * @param connect for a connection
 * @param answer for an answer to begin, sending the request included: a part of 8 MiB at 140 KB/s
 * @param body between two pieces of a body
 * @param tries of one request, the first included
 * @param pause before the second try; each later one is twice as long, up to {@link #MAX_PAUSE}
 */
record Limits(Duration connect, Duration answer, Duration body, int tries, Duration pause) {
  /** Once so long has passed, a request is not tried again. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  static final Duration MAX_PAUSE = Duration.ofSeconds(10);
  static final Limits STANDARD =
      new Limits(
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          5,
          Duration.ofMillis(200));

  Duration patience() {
    return PATIENCE;
  }

  /** How long to wait after so many tries, before it is spread at random. */
  Duration pauseAfter(int tried) {
    Duration doubled = pause.multipliedBy(1L << Math.min(tried - 1, 16));
    return doubled.compareTo(MAX_PAUSE) < 0 ? doubled : MAX_PAUSE;
  }
}
