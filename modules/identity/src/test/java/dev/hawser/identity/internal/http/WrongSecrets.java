package dev.hawser.identity.internal.http;

/** Guesses that are surely wrong: secrets are random, so none may be written down beforehand. */
final class WrongSecrets {
  private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";

  private WrongSecrets() {}

  /** A text of the same form whose last character is another one. */
  static String like(String secret) {
    return like(secret, 0);
  }

  /**
   * One of them.
   *
   * @param number which one: 0 to 30, each of them different
   */
  static String like(String secret, int number) {
    int last = secret.length() - 1;
    int other = ALPHABET.indexOf(secret.charAt(last)) + 1 + number;
    return secret.substring(0, last) + ALPHABET.charAt(other % ALPHABET.length());
  }
}
