package dev.hawser.tasks.internal.interpreter;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Why a step failed, as the author of the workflow and its {@code onError} steps see it.
 *
 * @param code stable: {@code expression}, {@code network}, {@code timeout}, {@code refused}, {@code
 *     too-large}, {@code invalid-url}, {@code http-status}, {@code bad-response}, {@code
 *     execution-timeout}, {@code file-not-found}, {@code storage}, {@code failed} (on purpose),
 *     {@code function-threw}, {@code function-stopped}
 * @param details more for machines, for example the status of an HTTP answer
 */
public record StepError(String code, String message, Map<String, @Nullable Object> details) {
  /** The JSON value that expressions see as {@code error}. */
  public Map<String, @Nullable Object> toJson(String stepId) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("code", code);
    json.put("message", message);
    json.put("step", stepId);
    json.putAll(details);
    return json;
  }
}
