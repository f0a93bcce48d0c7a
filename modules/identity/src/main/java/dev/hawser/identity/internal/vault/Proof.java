package dev.hawser.identity.internal.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** A text that everybody knows: wrapped with a key, it shows later whether a key is that one. */
final class Proof {
  private static final byte[] TEXT = "hawser".getBytes(UTF_8);

  private Proof() {}

  static byte[] text() {
    return TEXT.clone();
  }

  static boolean isText(byte[] bytes) {
    return Arrays.equals(TEXT, bytes);
  }

  static byte[] context(String keyId) {
    return ("hawser.vault.proof/" + keyId).getBytes(UTF_8);
  }
}
