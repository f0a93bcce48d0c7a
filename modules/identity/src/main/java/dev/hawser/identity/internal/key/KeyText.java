package dev.hawser.identity.internal.key;

import dev.hawser.core.id.IdText;
import dev.hawser.identity.ApiKeyId;
import dev.hawser.identity.internal.hash.RandomSecret;
import java.util.Optional;

/**
 * The text of an API key: {@code hwk_}, 26 characters of its id, 52 characters of secret.
 *
 * @param id the public part
 * @param secret the part that proves
 */
record KeyText(ApiKeyId id, String secret) {
  private static final String PREFIX = "hwk";
  private static final int SECRET_START = PREFIX.length() + 1 + 26;

  static KeyText create(ApiKeyId id) {
    return new KeyText(id, RandomSecret.next());
  }

  static Optional<KeyText> parse(String text) {
    if (text.length() != SECRET_START + RandomSecret.LENGTH) {
      return Optional.empty();
    }
    String secret = text.substring(SECRET_START);
    return RandomSecret.isOne(secret)
        ? IdText.parse(PREFIX, text.substring(0, SECRET_START))
            .map(id -> new KeyText(new ApiKeyId(id), secret))
        : Optional.empty();
  }

  /** The part that may be shown: it says which key it is. */
  static String prefix(ApiKeyId id) {
    return IdText.format(PREFIX, id.value());
  }

  String full() {
    return prefix(id) + secret;
  }

  @Override
  public String toString() {
    return prefix(id) + "***";
  }
}
