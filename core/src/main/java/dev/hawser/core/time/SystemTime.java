package dev.hawser.core.time;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;

/** The clock of the machine, as a bean. Tests give a fixed or movable source instead. */
@Factory
public final class SystemTime {
  /** The source for code that runs before or outside the container. */
  public static final InstantSource SOURCE = Clock.systemUTC();

  @Singleton
  InstantSource instantSource() {
    return SOURCE;
  }
}
