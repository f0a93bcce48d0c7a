package dev.hawser.identity;

/**
 * The value of a secret, for as short as can be: it prints as three stars, and is never written
 * anywhere. Two are equal when their texts are.
 */
public final class SecretValue {
  /** A shorter value could not be redacted: it would be found by chance everywhere in a history. */
  public static final int MIN_LENGTH = 4;

  /** In characters; enough for a private key or a service account in JSON. */
  public static final int MAX_LENGTH = 8_192;

  private final String text;

  public SecretValue(String text) {
    this.text = text;
  }

  /** The text itself. What is made of it must go through a {@link Redactor} before it is shown. */
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SecretValue value && value.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
