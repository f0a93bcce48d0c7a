package dev.hawser.identity;

import dev.hawser.core.id.IdText;
import dev.hawser.core.id.TypedId;
import java.util.Optional;
import java.util.UUID;

/** Something whose signature makes a user token: a public key, or an address of public keys. */
public record SigningKeyId(UUID value) implements TypedId {
  public static Optional<SigningKeyId> parse(String text) {
    return IdText.parse("sgk", text).map(SigningKeyId::new);
  }

  @Override
  public String toString() {
    return IdText.format("sgk", value);
  }
}
