package dev.hawser.identity;

import dev.hawser.core.id.IdText;
import dev.hawser.core.id.TypedId;
import java.util.Optional;
import java.util.UUID;

/** A group of users of an organization that owns projects. */
public record TeamId(UUID value) implements TypedId {
  public static Optional<TeamId> parse(String text) {
    return IdText.parse("team", text).map(TeamId::new);
  }

  @Override
  public String toString() {
    return IdText.format("team", value);
  }
}
