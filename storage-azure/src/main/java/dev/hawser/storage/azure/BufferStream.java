package dev.hawser.storage.azure;

import java.io.InputStream;
import java.nio.ByteBuffer;

/** The bytes of a buffer as a stream, without a copy. */
final class BufferStream extends InputStream {
  private final ByteBuffer bytes;

  BufferStream(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  @Override
  public int read() {
    return bytes.hasRemaining() ? bytes.get() & 0xFF : -1;
  }

  @Override
  public int read(byte[] target, int offset, int count) {
    if (count == 0) {
      return 0;
    }
    if (!bytes.hasRemaining()) {
      return -1;
    }
    int given = Math.min(count, bytes.remaining());
    bytes.get(target, offset, given);
    return given;
  }
}
