package dev.hawser.tasks.internal.files;

import dev.hawser.core.id.IdText;
import dev.hawser.core.id.TypedId;
import dev.hawser.core.id.Uuid7;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A file of a project. */
public record FileId(UUID value) implements TypedId {
  private static final int VERSION = 7;
  private static final Instant END = Instant.parse("9999-01-01T00:00:00Z");

  /** Empty unless the text is an id that we could have made. */
  public static Optional<FileId> parse(String text) {
    return IdText.parse("file", text)
        .filter(id -> id.version() == VERSION && Uuid7.instantOf(id).isBefore(END))
        .map(FileId::new);
  }

  @Override
  public String toString() {
    return IdText.format("file", value);
  }
}
