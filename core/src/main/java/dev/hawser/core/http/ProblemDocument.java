package dev.hawser.core.http;

import dev.hawser.core.error.Problem;
import dev.hawser.core.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The body of every error answer (RFC 9457, {@code application/problem+json}).
 *
 * @param type always {@code about:blank}: {@code code} says what happened
 * @param title the phrase of the status
 * @param status the HTTP status
 * @param code stable name of the error, for programs
 * @param detail what happened, for people
 * @param problems what is wrong with the input, one by one; empty when it is not about the input
 * @param retryable whether the same request may succeed later
 * @param traceId find it in the log by this
 */
public record ProblemDocument(
    String type,
    String title,
    int status,
    String code,
    String detail,
    List<Problem> problems,
    boolean retryable,
    String traceId) {
  public static final String MEDIA_TYPE = "application/problem+json";

  public ProblemDocument {
    problems = List.copyOf(problems);
  }

  byte[] toJson() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("type", type);
    json.put("title", title);
    json.put("status", status);
    json.put("code", code);
    json.put("detail", detail);
    json.put("problems", problems.stream().map(ProblemDocument::json).toList());
    json.put("retryable", retryable);
    json.put("traceId", traceId);
    return Json.write(json);
  }

  private static Map<String, Object> json(Problem problem) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("pointer", problem.pointer());
    json.put("message", problem.message());
    putIfPresent(json, "stepId", problem.stepId());
    putIfPresent(json, "suggestion", problem.suggestion());
    putIfPresent(json, "line", problem.line());
    putIfPresent(json, "column", problem.column());
    return json;
  }

  private static void putIfPresent(Map<String, Object> json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value);
    }
  }
}
