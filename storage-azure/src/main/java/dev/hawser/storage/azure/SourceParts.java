package dev.hawser.storage.azure;

import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a source into parts and holds it to the length that it announced. Failures of the source
 * come out as they are, {@link IOException} in an {@link UncheckedIOException}.
 */
final class SourceParts implements AutoCloseable {
  private static final int FIRST_ROOM = 64 << 10;

  private final InputStream in;
  private final OptionalLong announced;
  private long total;
  private int ahead = -1;
  private boolean ended;

  SourceParts(BlobSource source) {
    this.announced = source.length();
    try {
      this.in = source.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Bytes of the source.
   *
   * @param bytes of which the first are used; belongs to who got it
   * @param last whether nothing follows
   */
  record Part(byte[] bytes, int length, boolean last) {}

  /**
   * Reads the next part: full, unless it is the last one.
   *
   * @param spare array of a part that was sent, to be used again
   * @throws BlobException.Rejected when the source is longer or shorter than announced
   */
  Part next(byte @Nullable [] spare) {
    byte[] bytes = spare == null ? new byte[firstRoom()] : spare;
    int length = 0;
    if (ahead >= 0) {
      bytes[length++] = (byte) ahead;
      ahead = -1;
    }
    while (!ended && length < BlobStore.PART_SIZE) {
      if (length == bytes.length) {
        int one = readOne(); // a source of the announced length ends here, and needs no more room
        if (one < 0) {
          ended = true;
          break;
        }
        bytes = Arrays.copyOf(bytes, Math.min(BlobStore.PART_SIZE, bytes.length * 4));
        bytes[length++] = (byte) one;
        continue;
      }
      int count = read(bytes, length, bytes.length - length);
      ended = count < 0;
      length += Math.max(count, 0);
    }
    if (!ended) {
      ahead = readOne();
      ended = ahead < 0;
    }
    total += length;
    checkLength();
    return new Part(bytes, length, ended);
  }

  /** As much as is known to come, or little while nothing is known. */
  private int firstRoom() {
    if (total > 0) {
      return BlobStore.PART_SIZE;
    }
    long known = announced.orElse(FIRST_ROOM);
    return (int) Math.max(1, Math.min(known, BlobStore.PART_SIZE));
  }

  private void checkLength() {
    long seen = total + (ahead < 0 ? 0 : 1);
    if (announced.isEmpty() || seen == announced.getAsLong()) {
      return;
    }
    if (ended || seen > announced.getAsLong()) {
      throw new BlobException.Rejected(
          "the source announced %d bytes and had %s"
              .formatted(announced.getAsLong(), ended ? seen : "more"),
          null);
    }
  }

  private int read(byte[] bytes, int offset, int count) {
    try {
      return in.read(bytes, offset, count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int readOne() {
    try {
      return in.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many bytes the parts had. */
  long total() {
    return total;
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
