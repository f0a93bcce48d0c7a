package dev.hawser.tasks.internal.interpreter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request step with all its values worked out.
 *
 * @param query parameters to append to the URL, in order
 * @param headers in order; those of the authentication included
 * @param bodyKind {@code none}, {@code json}, {@code form} or {@code text}
 * @param body a JSON value, a list of {@link Pair}s, or a string, as the kind says
 * @param contentType of a text body
 */
public record ResolvedRequest(
    String method,
    String url,
    List<Pair> query,
    List<Pair> headers,
    BodyKind bodyKind,
    @Nullable Object body,
    @Nullable String contentType) {
  public enum BodyKind {
    NONE,
    JSON,
    FORM,
    TEXT
  }

  /** A name and its text. */
  public record Pair(String name, String value) {}
}
