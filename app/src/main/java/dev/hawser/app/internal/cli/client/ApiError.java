package dev.hawser.app.internal.cli.client;

import dev.hawser.core.error.Problem;
import dev.hawser.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The server understood the request and refused it, or broke over it. */
public final class ApiError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int MOST_SHOWN = 200;

  private final int status;
  private final String code;
  private final String traceId;
  private final boolean retryable;
  private final transient List<Problem> problems;

  private ApiError(int status, Fields document) {
    super(document.textOr("detail", document.textOr("title", "HTTP " + status)));
    this.status = status;
    this.code = document.textOr("code", "");
    this.traceId = document.textOr("traceId", "");
    this.retryable = document.isTrue("retryable");
    this.problems = document.objects("problems").stream().map(ApiError::problem).toList();
  }

  /** Reads the problem document of an answer; what is none, such as a proxy's page, also fits. */
  static ApiError of(int status, byte[] body) {
    return new ApiError(status, document(status, body));
  }

  public int status() {
    return status;
  }

  /** The error's stable name; empty when the answer came from something else than Hawser. */
  public String code() {
    return code;
  }

  /** What happened, for people. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /** By this the server's log tells more; may be empty. */
  public String traceId() {
    return traceId;
  }

  /** Whether the same request may succeed later. */
  public boolean retryable() {
    return retryable;
  }

  public List<Problem> problems() {
    return problems;
  }

  static Problem problem(Fields json) {
    return new Problem(
        json.textOr("pointer", ""),
        json.textOr("message", ""),
        json.optionalText("stepId"),
        json.optionalText("suggestion"),
        integer(json.optionalNumber("line")),
        integer(json.optionalNumber("column")));
  }

  private static @Nullable Integer integer(@Nullable Long number) {
    return number == null ? null : Math.clamp(number, 0, Integer.MAX_VALUE);
  }

  private static Fields document(int status, byte[] body) {
    try {
      if (Json.read(body) instanceof Map<?, ?> map && map.get("status") instanceof Number) {
        return new Fields(map);
      }
    } catch (Json.MalformedException e) {
      // Not from Hawser: its first words are told below.
    }
    String text = new String(body, StandardCharsets.UTF_8).replaceAll("\\s+", " ").strip();
    String shown = text.length() > MOST_SHOWN ? text.substring(0, MOST_SHOWN) + "…" : text;
    return new Fields(
        Map.of("detail", "The answer is HTTP " + status + (shown.isEmpty() ? "" : ": " + shown)));
  }
}
