package dev.hawser.storage.gcp;

import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/**
 * Reads a source in parts and sees to it that it is as long as it said. One byte ahead of what it
 * has given out, so that it knows which part is the last one. Two buffers take turns: a part is
 * good until the next but one is read.
 */
final class SourceParts implements AutoCloseable {
  private static final int FIRST_BUFFER = 64 << 10;

  private final OptionalLong announced;
  private final InputStream in;
  private final CRC32C checksum = new CRC32C();
  private byte[] spare = new byte[0];
  private byte[] latest = new byte[0];
  private long total;
  private int ahead = -1;

  /**
   * @param offset of the first byte in the blob
   * @param length how many bytes of the buffer belong to the part
   * @param last whether the source ends here
   */
  record Part(long offset, byte[] buffer, int length, boolean last) {}

  private SourceParts(OptionalLong announced, InputStream in) {
    this.announced = announced;
    this.in = in;
  }

  static SourceParts open(BlobSource source) {
    OptionalLong announced = source.length();
    try {
      return new SourceParts(announced, source.open());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The next part: full, unless it is the last.
   *
   * @throws BlobException.Rejected when the source is longer or shorter than it said
   * @throws UncheckedIOException when reading fails
   */
  Part next() {
    try {
      return read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of all bytes that were read so far. */
  long crc32c() {
    return checksum.getValue();
  }

  private Part read() throws IOException {
    byte[] buffer = spare.length > 0 ? spare : new byte[firstSize()];
    int length = 0;
    if (ahead >= 0) {
      buffer[length++] = (byte) ahead;
      ahead = -1;
    }
    boolean ended = false;
    while (!ended && length < BlobStore.PART_SIZE) {
      if (length == buffer.length) {
        buffer = Arrays.copyOf(buffer, Math.min(2 * length, BlobStore.PART_SIZE));
      }
      int count = in.read(buffer, length, buffer.length - length);
      ended = count < 0;
      length += Math.max(count, 0);
    }
    if (!ended) {
      ahead = in.read();
      ended = ahead < 0;
    }
    Part part = new Part(total, buffer, length, ended);
    spare = latest;
    latest = buffer;
    checksum.update(buffer, 0, length);
    total += length;
    checkLength(ended);
    return part;
  }

  /** Small sources get small buffers. */
  private int firstSize() {
    long rest = announced.orElse(total + FIRST_BUFFER) - total;
    return Math.clamp(rest, FIRST_BUFFER, BlobStore.PART_SIZE);
  }

  private void checkLength(boolean ended) {
    if (announced.isEmpty()) {
      return;
    }
    long said = announced.getAsLong();
    if (total > said || (total == said && !ended)) {
      throw new BlobException.Rejected(
          "the source announced " + said + " bytes and has more", null);
    }
    if (ended && total < said) {
      throw new BlobException.Rejected(
          "the source announced " + said + " bytes and had " + total, null);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
