package dev.hawser.identity;

import dev.hawser.core.id.IdText;
import dev.hawser.core.id.TypedId;
import java.util.Optional;
import java.util.UUID;

/** A personal access token of a member. It is the public part of the token's text. */
public record PersonalTokenId(UUID value) implements TypedId {
  public static Optional<PersonalTokenId> parse(String text) {
    return IdText.parse("tok", text).map(PersonalTokenId::new);
  }

  @Override
  public String toString() {
    return IdText.format("tok", value);
  }
}
