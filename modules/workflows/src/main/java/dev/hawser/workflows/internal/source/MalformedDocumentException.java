package dev.hawser.workflows.internal.source;

import dev.hawser.workflows.internal.source.Node.Position;
import org.jspecify.annotations.Nullable;

/** A text that is not a document at all. The message is for its author. */
public final class MalformedDocumentException extends Exception {
  private static final long serialVersionUID = 1L;
  private final transient @Nullable Position position;

  MalformedDocumentException(String message, @Nullable Position position) {
    super(message);
    this.position = position;
  }

  public String text() {
    return String.valueOf(getMessage());
  }

  public @Nullable Position position() {
    return position;
  }
}
