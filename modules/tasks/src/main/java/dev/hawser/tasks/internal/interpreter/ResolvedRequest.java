package dev.hawser.tasks.internal.interpreter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request step with all its values worked out.
 *
 * @param query parameters to append to the URL, in order
 * @param headers in order; those of the authentication included
 * @param body as the kind says: a JSON value; for a form a list of {@link Pair}s; a string; a
 *     {@link FileRef}; for multipart a list of {@link Pair}s and {@link FilePart}s
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
    TEXT,
    BINARY,
    MULTIPART
  }

  /** A field of a multipart body that is a file. */
  public record FilePart(String name, FileRef file) {}

  /** A name and its text. */
  public record Pair(String name, String value) {}
}
