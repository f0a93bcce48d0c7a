package dev.hawser.identity.internal.factor;

import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.hash.RandomSecret;
import dev.hawser.identity.internal.hash.Sha256;
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
    return Sha256.hex(user + bare);
  }

  private static String shown(String code) {
    StringBuilder shown = new StringBuilder(code);
    for (int at = LENGTH - GROUP; at > 0; at -= GROUP) {
      shown.insert(at, '-');
    }
    return shown.toString();
  }
}
