package dev.hawser.tasks.internal.files;

import dev.hawser.tasks.internal.interpreter.FileRef;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file that is in the store.
 *
 * @param size in bytes
 */
public record StoredFile(FileId id, String name, String type, long size) {
  /** The reference that stands for it in values. */
  public Map<String, Object> toJson() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put(FileRef.ID, id.toString());
    json.put(FileRef.NAME, name);
    json.put(FileRef.TYPE, type);
    json.put(FileRef.SIZE, size);
    return json;
  }
}
