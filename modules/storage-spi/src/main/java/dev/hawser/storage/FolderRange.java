package dev.hawser.storage;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A range of a file's bytes; the open file stays the same version whatever happens to its name. */
final class FolderRange extends InputStream {
  private final FileChannel file;
  private long position;
  private final long end;

  FolderRange(FileChannel file, long start, long length) {
    this.file = file;
    this.position = start;
    this.end = start + length;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int count) throws IOException {
    ByteBuffer target =
        ByteBuffer.wrap(buffer, offset, (int) Math.min(count, Math.max(0, end - position)));
    if (count == 0) {
      return 0;
    }
    if (position >= end) {
      return -1;
    }
    int got = file.read(target, position);
    if (got < 0) {
      throw new EOFException("a blob file became shorter while it was read");
    }
    position += got;
    return got;
  }

  @Override
  public long skip(long count) {
    long skipped = Math.max(0, Math.min(count, end - position));
    position += skipped;
    return skipped;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
