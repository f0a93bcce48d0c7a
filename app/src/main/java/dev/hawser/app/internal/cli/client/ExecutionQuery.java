package dev.hawser.app.internal.cli.client;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which executions are wanted, the newest first.
 *
 * @param workflow id of their workflow; null for all
 * @param status null for all
 * @param from accepted at or after this moment; null for all
 * @param limit how many at most
 * @param cursor where the page starts; null for the first one
 */
public record ExecutionQuery(
    @Nullable String workflow,
    @Nullable String status,
    @Nullable Instant from,
    int limit,
    @Nullable String cursor) {
  /** The page behind this one. */
  public ExecutionQuery after(String nextCursor) {
    return new ExecutionQuery(workflow, status, from, limit, nextCursor);
  }

  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    put(parameters, "workflow", workflow);
    put(parameters, "status", status);
    put(parameters, "from", from);
    put(parameters, "limit", limit);
    put(parameters, "cursor", cursor);
    return parameters;
  }

  private static void put(Map<String, String> parameters, String name, @Nullable Object value) {
    if (value != null) {
      parameters.put(name, value.toString());
    }
  }
}
