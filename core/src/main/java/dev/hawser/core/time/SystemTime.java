package dev.hawser.core.time;

import java.time.Clock;
import java.time.InstantSource;

/**
 * The clock of the machine, for code that runs before or outside the container. Beans are given the
 * container's own {@link InstantSource}; tests replace that with a fixed or movable one.
 */
public final class SystemTime {
  public static final InstantSource SOURCE = Clock.systemUTC();

  private SystemTime() {}
}
