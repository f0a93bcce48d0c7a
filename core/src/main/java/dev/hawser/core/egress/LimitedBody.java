package dev.hawser.core.egress;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The body of an answer: refuses to grow over a limit, and remembers why it failed. */
final class LimitedBody extends FilterInputStream {
  private static final int FIRST_BUFFER = 1_024;

  private final long limit;
  private long count;
  private @Nullable IOException failure;

  LimitedBody(InputStream in, long limit) {
    super(in);
    this.limit = limit;
  }

  /** The first thing that went wrong with reading, whoever wrapped it since. */
  @Nullable IOException failure() {
    return failure;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    try {
      int read = in.read(buffer, offset, length);
      count += Math.max(0, read);
      if (count > limit) {
        throw tooLarge(limit);
      }
      return read;
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }

  /** As its parent's, but an answer of a few hundred bytes does not cost a buffer of 16 KiB. */
  @Override
  public byte[] readNBytes(int most) throws IOException {
    byte[] bytes = new byte[Math.min(most, FIRST_BUFFER)];
    int filled = 0;
    while (filled < most) {
      if (filled == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(most, 2L * filled));
      }
      int read = read(bytes, filled, bytes.length - filled);
      if (read < 0) {
        break;
      }
      filled += read;
    }
    return filled == bytes.length ? bytes : Arrays.copyOf(bytes, filled);
  }

  @Override
  public long skip(long wanted) throws IOException {
    return Math.max(0, read(new byte[Math.clamp(wanted, 1, 8_192)]));
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  @Override
  public void close() {
    // The exchange closes it.
  }

  static IOException tooLarge(long limit) {
    return new IOException(
        new OutboundException(
            OutboundException.Kind.TOO_LARGE,
            "The answer is larger than the limit of " + limit + " bytes"));
  }
}
