package dev.hawser.identity.internal.factor;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.hash.RandomSecret;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Codes for when the authenticator is lost: 80 random bits each, which nobody finds out from a hash
 * either, so a plain one is enough.
 */
final class RecoveryCodes {
  static final int COUNT = 10;
  private static final int LENGTH = 16;
  private static final int GROUP = 4;

  private RecoveryCodes() {}

  /** New ones, as they are shown: {@code 7h2k-…} in four groups. */
  static List<String> next() {
    return Stream.generate(() -> RandomSecret.next().substring(0, LENGTH))
        .map(RecoveryCodes::shown)
        .limit(COUNT)
        .toList();
  }

  /** What is kept of a code as somebody writes it: without blanks, dashes and capital letters. */
  static String hash(UserId user, String code) {
    String bare = code.toLowerCase(Locale.ROOT).replaceAll("[\\s-]", "");
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(user.toString().getBytes(UTF_8));
      return HexFormat.of().formatHex(digest.digest(bare.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private static String shown(String code) {
    StringBuilder shown = new StringBuilder(code);
    for (int at = LENGTH - GROUP; at > 0; at -= GROUP) {
      shown.insert(at, '-');
    }
    return shown.toString();
  }
}
