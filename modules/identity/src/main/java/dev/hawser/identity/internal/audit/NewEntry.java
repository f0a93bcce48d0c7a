package dev.hawser.identity.internal.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.id.IdText;
import dev.hawser.core.json.Json;
import dev.hawser.core.outbox.OutboxEvent;
import dev.hawser.core.tenancy.OrganizationId;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * An entry without its place in the chain.
 *
 * @param fields as they are written, by name
 */
record NewEntry(UUID id, OrganizationId organization, Map<String, Object> fields) {
  /**
   * Reads a message.
   *
   * @throws IllegalArgumentException when it is not one that we write
   */
  static NewEntry of(OutboxEvent event) {
    try {
      if (Json.read(event.payload().getBytes(UTF_8)) instanceof Map<?, ?> json) {
        Map<String, Object> fields = new TreeMap<>();
        json.forEach((name, value) -> fields.put(String.valueOf(name), value));
        for (String name : new String[] {"at", "actor", "action"}) {
          if (!(fields.get(name) instanceof String)) {
            throw new IllegalArgumentException("An audit event without " + name);
          }
        }
        fields.put("id", IdText.format("aud", event.id()));
        OrganizationId organization =
            OrganizationId.parse(String.valueOf(fields.get("organization"))).orElseThrow();
        return new NewEntry(event.id(), organization, fields);
      }
      throw new IllegalArgumentException("An audit event is no JSON object");
    } catch (Json.MalformedException | java.util.NoSuchElementException e) {
      throw new IllegalArgumentException("An audit event cannot be read", e);
    }
  }

  /** The text of the entry: JSON without spaces, names in order. */
  String text(long sequence) {
    Map<String, Object> all = new TreeMap<>(fields);
    all.put("sequence", sequence);
    return new String(Json.write(all), UTF_8);
  }
}
