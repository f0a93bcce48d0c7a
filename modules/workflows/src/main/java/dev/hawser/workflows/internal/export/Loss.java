package dev.hawser.workflows.internal.export;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something of a definition that another language does not say, or says in another way.
 *
 * @param pointer of the place in the definition
 * @param feature what the language lacks, as a stable name
 */
public record Loss(String pointer, @Nullable String stepId, String feature, String message) {
  /** As the API shows it. */
  public Map<String, @Nullable Object> json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("pointer", pointer);
    json.put("stepId", stepId);
    json.put("feature", feature);
    json.put("message", message);
    return json;
  }
}
