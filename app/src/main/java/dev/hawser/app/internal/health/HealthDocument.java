package dev.hawser.app.internal.health;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/**
 * How the process is.
 *
 * @param status {@code UP} or {@code DOWN}
 * @param parts what it leans on, by name
 */
@Serdeable
record HealthDocument(String status, List<Part> parts) {
  /**
   * How one part is.
   *
   * @param name for example {@code postgres.tasks}
   * @param status {@code UP} or {@code DOWN}
   * @param detail a few words for people
   */
  @Serdeable
  record Part(String name, String status, String detail) {}
}
