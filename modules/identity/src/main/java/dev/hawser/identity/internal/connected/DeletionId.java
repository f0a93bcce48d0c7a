package dev.hawser.identity.internal.connected;

import dev.hawser.core.id.IdText;
import dev.hawser.core.id.TypedId;
import java.util.Optional;
import java.util.UUID;

/** The deletion of a connected user. */
public record DeletionId(UUID value) implements TypedId {
  public static Optional<DeletionId> parse(String text) {
    return IdText.parse("cud", text).map(DeletionId::new);
  }

  @Override
  public String toString() {
    return IdText.format("cud", value);
  }
}
