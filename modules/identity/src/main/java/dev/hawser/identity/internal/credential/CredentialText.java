package dev.hawser.identity.internal.credential;

import dev.hawser.core.id.IdText;
import dev.hawser.identity.internal.hash.RandomSecret;
import java.util.Optional;
import java.util.UUID;

/**
 * The text of a credential: a prefix that names its kind, 26 characters of its id, 52 characters of
 * secret.
 *
 * @param id the public part
 * @param secret the part that proves
 */
public record CredentialText(Kind kind, UUID id, String secret) {
  /** What credentials there are. */
  public enum Kind {
    API_KEY("hwk", "key", "API key"),
    PERSONAL_TOKEN("hwp", "token", "personal access token");

    private final String prefix;
    private final String code;
    private final String noun;

    Kind(String prefix, String code, String noun) {
      this.prefix = prefix;
      this.code = code;
      this.noun = noun;
    }

    /** Whether a text claims to be one of these. */
    public boolean claims(String text) {
      return text.length() > prefix.length()
          && text.startsWith(prefix)
          && text.charAt(prefix.length()) == '_';
    }

    /** The part of a text that may be shown: it says which one it is. */
    public String prefix(UUID id) {
      return IdText.format(prefix, id);
    }

    /** Its name in codes of errors. */
    String code() {
      return code;
    }

    /** Its name for people. */
    String noun() {
      return noun;
    }

    private int secretStart() {
      return prefix.length() + 1 + 26;
    }
  }

  /** A new one, with a secret that nobody knows. */
  public static CredentialText create(Kind kind, UUID id) {
    return new CredentialText(kind, id, RandomSecret.next());
  }

  static Optional<CredentialText> parse(Kind kind, String text) {
    int start = kind.secretStart();
    if (text.length() != start + RandomSecret.LENGTH) {
      return Optional.empty();
    }
    String secret = text.substring(start);
    return RandomSecret.isOne(secret)
        ? IdText.parse(kind.prefix, text.substring(0, start))
            .map(id -> new CredentialText(kind, id, secret))
        : Optional.empty();
  }

  /** All of it, to be shown once. */
  public String full() {
    return kind.prefix(id) + secret;
  }

  @Override
  public String toString() {
    return kind.prefix(id) + "***";
  }
}
