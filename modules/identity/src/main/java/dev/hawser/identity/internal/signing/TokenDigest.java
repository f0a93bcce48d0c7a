package dev.hawser.identity.internal.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.tenancy.ProjectId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 digest of a token that was presented for a project. */
record TokenDigest(ProjectId project, long a, long b, long c, long d) {
  static TokenDigest of(ProjectId project, String token) {
    ByteBuffer longs = ByteBuffer.wrap(sha256(token));
    return new TokenDigest(
        project, longs.getLong(), longs.getLong(), longs.getLong(), longs.getLong());
  }

  /** The digest of any text, in hexadecimal. */
  static String hex(String text) {
    return HexFormat.of().formatHex(sha256(text));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  @Override
  public int hashCode() {
    return Long.hashCode(a);
  }
}
