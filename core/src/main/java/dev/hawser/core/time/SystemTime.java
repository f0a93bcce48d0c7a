package dev.hawser.core.time;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.InstantSource;

/** The clock of the machine, as a bean. Tests give a fixed or movable source instead. */
@Factory
public final class SystemTime {
  /** The source for code that runs before or outside the container. */
  public static final InstantSource SOURCE = Clock.systemUTC();

  // Primary: the framework has a bean of this type too, one that depends on the machine's zone.
  @Singleton
  @Primary
  InstantSource instantSource() {
    return SOURCE;
  }
}
