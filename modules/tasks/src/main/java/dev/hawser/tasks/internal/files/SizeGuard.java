package dev.hawser.tasks.internal.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Stops a stream that grows over a limit, while it is read. */
final class SizeGuard extends FilterInputStream {
  private final long limit;
  private long count;

  SizeGuard(InputStream in, long limit) {
    super(in);
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = in.read(buffer, offset, length);
    count += Math.max(0, read);
    if (count > limit) {
      throw new FileTooLargeException(limit);
    }
    return read;
  }

  @Override
  public long skip(long wanted) throws IOException {
    return Math.max(0, read(new byte[Math.clamp(wanted, 1, 8_192)]));
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
