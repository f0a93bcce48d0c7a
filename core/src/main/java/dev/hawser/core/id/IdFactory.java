package dev.hawser.core.id;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** The generator of identifiers, as a bean. */
@Factory
final class IdFactory {
  @Singleton
  Uuid7 uuid7(InstantSource clock) {
    return new Uuid7(clock);
  }
}
