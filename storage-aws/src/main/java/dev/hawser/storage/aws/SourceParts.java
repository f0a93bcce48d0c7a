package dev.hawser.storage.aws;

import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Cuts a source into parts of {@link BlobStore#PART_SIZE}. */
final class SourceParts implements AutoCloseable {
  private static final int FIRST_BUFFER = 64 << 10;
  private final OptionalLong declared;
  private final InputStream stream;
  private long total;
  private boolean closed;

  /** The byte behind the last part, which shows that there is another part; -1 for none. */
  private int ahead = -1;

  /**
   * A piece of the source.
   *
   * @param length how many bytes at the start of the array belong to it
   * @param last whether the source ends with it
   */
  record Part(byte[] bytes, int length, boolean last) {}

  SourceParts(BlobSource source) {
    declared = source.length();
    try {
      stream = source.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The next part; there is one until the last was given. With the last one the source is closed.
   *
   * @param spare an array that is no longer needed
   * @throws UncheckedIOException of the source
   * @throws BlobException.Rejected when the source is longer or shorter than it said
   */
  Part next(byte @Nullable [] spare) {
    try {
      return read(spare);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Part read(byte @Nullable [] spare) throws IOException {
    int most = (int) Math.min(BlobStore.PART_SIZE, declared.orElse(Long.MAX_VALUE) - total);
    boolean large = declared.isPresent() || total > 0;
    byte[] buffer = spare != null ? spare : new byte[large ? most : FIRST_BUFFER];
    int length = 0;
    if (ahead >= 0) {
      buffer[length++] = (byte) ahead;
    }
    boolean ended = false;
    while (length < most && !ended) {
      if (length == buffer.length) {
        buffer = Arrays.copyOf(buffer, (int) Math.min(most, buffer.length * 4L));
      }
      int count = stream.read(buffer, length, Math.min(most, buffer.length) - length);
      ended = count < 0;
      length += Math.max(0, count);
    }
    ahead = ended ? -1 : stream.read();
    total += length;
    if (ahead < 0) {
      close();
    }
    checkLength();
    return new Part(buffer, length, ahead < 0);
  }

  private void checkLength() {
    if (declared.isEmpty()) {
      return;
    }
    long expected = declared.getAsLong();
    boolean longer = ahead >= 0 && total >= expected;
    boolean shorter = ahead < 0 && total < expected;
    if (longer || shorter) {
      throw new BlobException.Rejected(
          "the source announced %d bytes and had %s".formatted(expected, longer ? "more" : total),
          null);
    }
  }

  long total() {
    return total;
  }

  /** Closing again does nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
