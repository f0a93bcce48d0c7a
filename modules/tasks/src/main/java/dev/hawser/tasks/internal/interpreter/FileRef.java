package dev.hawser.tasks.internal.interpreter;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file as values refer to it: {@code {"$file": "file_…", "name", "type", "size"}}. Only the id
 * says which bytes are meant; name and type are what a server is told, and a workflow may set them.
 *
 * @param name null to take the stored one
 * @param type a media type; null to take the stored one
 * @param json the value itself, for history
 */
public record FileRef(
    String id,
    @Nullable String name,
    @Nullable String type,
    Map<?, ? extends @Nullable Object> json) {
  public static final String ID = "$file";
  public static final String NAME = "name";
  public static final String TYPE = "type";
  public static final String SIZE = "size";

  /** The reference that a value is; null when it is something else. */
  public static @Nullable FileRef of(@Nullable Object value) {
    if (value instanceof Map<?, ?> map && map.get(ID) instanceof String id) {
      return new FileRef(id, text(map, NAME), text(map, TYPE), map);
    }
    return null;
  }

  private static @Nullable String text(Map<?, ?> map, String field) {
    return map.get(field) instanceof String text && !text.isEmpty() ? text : null;
  }
}
