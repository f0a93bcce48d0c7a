package dev.hawser.core.id;

import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * The outside form of an identifier: a prefix that names its kind, an underscore, and 26 characters
 * of Crockford's base 32 in lower case. It sorts like the UUID that it stands for. The alphabet and
 * the length are those of the TypeID specification (0.3).
 */
public final class IdText {
  private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
  private static final byte[] VALUES = new byte[128];
  private static final int LENGTH = 26;

  static {
    Arrays.fill(VALUES, (byte) -1);
    for (int i = 0; i < ALPHABET.length; i++) {
      VALUES[ALPHABET[i]] = (byte) i;
    }
  }

  private IdText() {}

  /** The text form, for example {@code exe_01h455vb4pex5vsknk084sn02q}. */
  public static String format(String prefix, UUID id) {
    char[] out = new char[prefix.length() + 1 + LENGTH];
    prefix.getChars(0, prefix.length(), out, 0);
    out[prefix.length()] = '_';
    long high = id.getMostSignificantBits();
    long low = id.getLeastSignificantBits();
    for (int at = out.length - 1; at > prefix.length(); at--) {
      out[at] = ALPHABET[(int) (low & 31)];
      low = (low >>> 5) | (high << 59);
      high >>>= 5;
    }
    return new String(out);
  }

  /** Reads the text form; empty when the prefix is another or the rest is not an identifier. */
  public static Optional<UUID> parse(String prefix, String text) {
    int start = prefix.length() + 1;
    if (text.length() != start + LENGTH
        || !text.startsWith(prefix)
        || text.charAt(start - 1) != '_') {
      return Optional.empty();
    }
    if (text.charAt(start) > '7') { // 26 characters hold 130 bits; the first two must be zero
      return Optional.empty();
    }
    long high = 0;
    long low = 0;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      int value = c < 128 ? VALUES[c] : -1;
      if (value < 0) {
        return Optional.empty();
      }
      high = (high << 5) | (low >>> 59);
      low = (low << 5) | value;
    }
    return Optional.of(new UUID(high, low));
  }
}
