package dev.hawser.identity.internal.hash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The plain hash of a text: of what nobody can guess, or to find a row by. */
public final class Sha256 {
  private Sha256() {}

  /** 32 bytes. */
  public static byte[] of(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  /** 64 hex digits. */
  public static String hex(String text) {
    return HexFormat.of().formatHex(of(text));
  }
}
