package dev.hawser.tasks.internal.payload;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Delivers exactly what a reference says. The last bytes are held back until size and checksum are
 * known to be right, so that a damaged value is never taken for a whole one.
 */
final class VerifiedStream extends InputStream {
  /** The bytes are not those that the reference names. */
  static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
      super(message);
    }
  }

  private final InputStream in;
  private final PayloadRef ref;
  private final MessageDigest digest = Payloads.sha256();
  private long left;

  VerifiedStream(InputStream in, PayloadRef ref) {
    this.in = in;
    this.ref = ref;
    this.left = ref.size();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    if (left == 0) {
      return -1;
    }
    int got = in.read(buffer, offset, (int) Math.min(count, left));
    if (got < 0) {
      throw new DamagedException("a payload is " + left + " bytes short of " + ref.size());
    }
    digest.update(buffer, offset, got);
    left -= got;
    if (left == 0) {
      check();
    }
    return got;
  }

  private void check() throws IOException {
    if (in.read() >= 0) {
      throw new DamagedException("a payload is longer than " + ref.size() + " bytes");
    }
    if (!HexFormat.of().formatHex(digest.digest()).equals(ref.name())) {
      throw new DamagedException("a payload has another checksum than its name");
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
