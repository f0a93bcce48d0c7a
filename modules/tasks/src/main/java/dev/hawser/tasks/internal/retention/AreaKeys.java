package dev.hawser.tasks.internal.retention;

import dev.hawser.storage.BlobKey;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Reads keys of areas. */
final class AreaKeys {
  private AreaKeys() {}

  /** The day of a key, which is its second segment. */
  static Optional<LocalDate> day(BlobKey key) {
    String[] segments = key.value().split("/", 3);
    try {
      return segments.length == 3 ? Optional.of(LocalDate.parse(segments[1])) : Optional.empty();
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }

  /** The id that is a segment of the key; segments count from 0. */
  static Optional<UUID> id(BlobKey key, int segment) {
    String[] segments = key.value().split("/");
    if (segment >= segments.length || segments[segment].length() != 36) {
      return Optional.empty();
    }
    try {
      return Optional.of(UUID.fromString(segments[segment]));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The keys that have an id in this segment, with it, in their order. */
  static Map<BlobKey, UUID> ids(List<BlobKey> keys, int segment) {
    Map<BlobKey, UUID> ids = new LinkedHashMap<>();
    keys.forEach(key -> id(key, segment).ifPresent(id -> ids.put(key, id)));
    return ids;
  }
}
