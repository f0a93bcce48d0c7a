package dev.hawser.identity;

import dev.hawser.core.id.IdText;
import dev.hawser.core.id.TypedId;
import java.util.Optional;
import java.util.UUID;

/** An API key of a project. It is the public part of the key's text. */
public record ApiKeyId(UUID value) implements TypedId {
  public static Optional<ApiKeyId> parse(String text) {
    return IdText.parse("key", text).map(ApiKeyId::new);
  }

  @Override
  public String toString() {
    return IdText.format("key", value);
  }
}
