package dev.hawser.workflows.internal.diff;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A step of a definition and where it stands.
 *
 * @param key its id, made unique where a wrong definition has one twice
 * @param pointer JSON pointer in its definition
 * @param list the list that it is in, named so that it survives moves of what is around: {@code
 *     steps}, {@code onError}, {@code choose/known} for an arm, {@code loop} for the steps of a
 *     step, {@code fetch.onError}
 * @param index in that list
 * @param fields without the steps inside it
 */
record PlacedStep(
    String key, String pointer, String list, int index, Map<String, @Nullable Object> fields) {
  @Nullable String type() {
    return fields.get("type") instanceof String type ? type : null;
  }
}
