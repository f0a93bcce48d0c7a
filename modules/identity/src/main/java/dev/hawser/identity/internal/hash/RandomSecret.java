package dev.hawser.identity.internal.hash;

import java.security.SecureRandom;

/** 260 random bits as {@value #LENGTH} characters that a double click selects. */
public final class RandomSecret {
  public static final int LENGTH = 52;
  private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
  private static final SecureRandom RANDOM = new SecureRandom();

  private RandomSecret() {}

  public static String next() {
    byte[] bits = new byte[LENGTH]; // five bits of each: 260
    RANDOM.nextBytes(bits);
    char[] text = new char[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      text[i] = ALPHABET[bits[i] & 31];
    }
    return new String(text);
  }

  /** Whether a text has the form of a secret. */
  public static boolean isOne(CharSequence text) {
    return text.length() == LENGTH
        && text.chars()
            .allMatch(
                c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z' && "ilou".indexOf(c) < 0));
  }
}
