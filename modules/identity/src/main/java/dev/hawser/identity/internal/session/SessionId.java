package dev.hawser.identity.internal.session;

import dev.hawser.core.id.IdText;
import dev.hawser.core.id.TypedId;
import java.util.Optional;
import java.util.UUID;

/** A session, as lists and logs name it: no secret, and nobody is signed in by it. */
public record SessionId(UUID value) implements TypedId {
  public static Optional<SessionId> parse(String text) {
    return IdText.parse("ses", text).map(SessionId::new);
  }

  @Override
  public String toString() {
    return IdText.format("ses", value);
  }
}
