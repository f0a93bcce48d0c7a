package dev.hawser.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** A blob, or a range of one, that is open for reading. Who got it closes it. Not thread-safe. */
public final class Blob implements AutoCloseable {
  private final BlobInfo info;
  private final long length;
  private final InputStream stream;

  /**
   * For stores.
   *
   * @param length how many bytes the stream delivers
   * @param stream closed by {@link #close()}
   */
  public Blob(BlobInfo info, long length, InputStream stream) {
    this.info = info;
    this.length = length;
    this.stream = stream;
  }

  /** About the whole blob, also when only a range of it was asked for. */
  public BlobInfo info() {
    return info;
  }

  /** How many bytes the stream delivers: the size of the range after it was cut at the end. */
  public long length() {
    return length;
  }

  /**
   * The bytes, always the same stream. It ends after {@link #length()} bytes; when the store fails
   * before that, reading throws an {@link IOException}, so a short blob is never taken for a whole
   * one.
   */
  public InputStream stream() {
    return stream;
  }

  /** Closes the stream. Closing again does nothing. */
  @Override
  public void close() {
    try {
      stream.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
