package dev.hawser.core.outbox;

import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Something that has happened, for whoever handles events of its name.
 *
 * @param id a UUIDv7; the same event delivered again has the same id
 * @param name stable, with a version, for example {@code audit.recorded.v1}; never a class name
 * @param payload a JSON text; never a secret
 */
public record OutboxEvent(UUID id, String name, String payload) {
  private static final Pattern NAME = Pattern.compile("[a-z-]+(\\.[a-z-]+)+\\.v[0-9]+");

  public OutboxEvent {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("Not the name of an event: " + name);
    }
  }
}
