package dev.hawser.systemtest.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;

/** Much data that nobody holds in memory. */
public final class Bytes {
  private Bytes() {}

  /** So many bytes that look random and are the same each time. */
  public static InputStream random(long size) {
    Random random = new Random(size);
    return new InputStream() {
      private final byte[] block = new byte[8_192];
      private long left = size;
      private int at = block.length;

      @Override
      public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
      }

      @Override
      public int read(byte[] buffer, int offset, int length) {
        if (left == 0) {
          return -1;
        }
        if (at == block.length) {
          random.nextBytes(block);
          at = 0;
        }
        int count = (int) Math.min(Math.min(length, block.length - at), left);
        System.arraycopy(block, at, buffer, offset, count);
        at += count;
        left -= count;
        return count;
      }
    };
  }

  /** SHA-256 of everything in a stream, which is closed. */
  public static String sha256(InputStream stream) {
    return copy(stream, OutputStream.nullOutputStream());
  }

  /** Copies a stream, which is closed, and gives its SHA-256. */
  public static String copy(InputStream stream, OutputStream target) {
    try (DigestInputStream in =
        new DigestInputStream(stream, MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(target);
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
