package dev.hawser.identity;

import dev.hawser.core.id.IdText;
import dev.hawser.core.id.TypedId;
import java.util.Optional;
import java.util.UUID;

/** A person that was asked to join an organization. */
public record InvitationId(UUID value) implements TypedId {
  public static Optional<InvitationId> parse(String text) {
    return IdText.parse("inv", text).map(InvitationId::new);
  }

  @Override
  public String toString() {
    return IdText.format("inv", value);
  }
}
