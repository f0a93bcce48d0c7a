package dev.hawser.identity;

import dev.hawser.core.id.IdText;
import dev.hawser.core.id.TypedId;
import java.util.Optional;
import java.util.UUID;

/** A person who signs in. */
public record UserId(UUID value) implements TypedId {
  public static Optional<UserId> parse(String text) {
    return IdText.parse("usr", text).map(UserId::new);
  }

  @Override
  public String toString() {
    return IdText.format("usr", value);
  }
}
