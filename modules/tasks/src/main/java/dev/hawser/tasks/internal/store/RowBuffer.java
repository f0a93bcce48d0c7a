package dev.hawser.tasks.internal.store;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Bytes that grow at the end, and of which the end can be taken away again. */
final class RowBuffer extends ByteArrayOutputStream {
  /** More bytes than the buffer may have now. */
  static final class FullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FullException() {
      super(null, null, false, false);
    }
  }

  private long most = Integer.MAX_VALUE;

  RowBuffer(int size) {
    super(size);
  }

  /**
   * Allows so many bytes from now on; more are a {@link FullException}, before any room is taken
   * for them.
   */
  void allow(long bytes) {
    most = bytes;
  }

  @Override
  public synchronized void write(int b) {
    check(1);
    super.write(b);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    check(length);
    super.write(bytes, offset, length);
  }

  private void check(int more) {
    if (count + (long) more > most) {
      throw new FullException();
    }
  }

  /** The bytes from one place up to another. */
  byte[] copy(int from, int to) {
    return Arrays.copyOfRange(buf, from, to);
  }

  /** Forgets what is at this place and behind it, and the room that it took if that was much. */
  void truncate(int size) {
    count = size;
    if (buf.length > 1 << 20) {
      buf = Arrays.copyOf(buf, Math.max(1_024, size));
    }
  }
}
