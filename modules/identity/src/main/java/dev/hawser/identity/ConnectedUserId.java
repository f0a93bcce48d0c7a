package dev.hawser.identity;

import dev.hawser.core.id.IdText;
import dev.hawser.core.id.TypedId;
import java.util.Optional;
import java.util.UUID;

/**
 * A user of a customer, as we count them. A user who is deleted and comes back has another id, so
 * nothing that was left behind under an id can ever be shown to the one who comes back.
 */
public record ConnectedUserId(UUID value) implements TypedId {
  public static Optional<ConnectedUserId> parse(String text) {
    return IdText.parse("cus", text).map(ConnectedUserId::new);
  }

  @Override
  public String toString() {
    return IdText.format("cus", value);
  }
}
