package dev.hawser.storage;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Where the bytes of a put come from. Stores open it and close what they opened; they open it again
 * for a retry when it can be {@linkplain #isReplayable() replayed}.
 */
public sealed interface BlobSource {
  /** How many bytes there are, when that is known before reading. */
  OptionalLong length();

  /** Whether it can be opened more than once. */
  boolean isReplayable();

  /**
   * The bytes from the start.
   *
   * @throws IllegalStateException when it cannot be replayed and was opened before
   */
  InputStream open() throws IOException;

  /** The bytes of an array, which is not copied: leave it alone until the put has returned. */
  static BlobSource of(byte[] bytes) {
    return new Bytes(bytes);
  }

  /** The bytes of a file, which must not change until the put has returned. */
  static BlobSource of(Path file) {
    return new OfFile(file);
  }

  /** All bytes of a stream of unknown length. The caller closes the stream, after the put. */
  static BlobSource of(InputStream stream) {
    return new OfStream(stream, OptionalLong.empty());
  }

  /** All bytes of a stream, which must be so many. The caller closes the stream, after the put. */
  static BlobSource of(InputStream stream, long length) {
    return new OfStream(stream, OptionalLong.of(length));
  }

  /** The bytes of an array. */
  final class Bytes implements BlobSource {
    private final byte[] bytes;

    private Bytes(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public OptionalLong length() {
      return OptionalLong.of(bytes.length);
    }

    @Override
    public boolean isReplayable() {
      return true;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }
  }

  /** The bytes of a file. */
  final class OfFile implements BlobSource {
    private final Path file;

    private OfFile(Path file) {
      this.file = file;
    }

    /**
     * @throws UncheckedIOException when the file cannot be looked at
     */
    @Override
    public OptionalLong length() {
      try {
        return OptionalLong.of(Files.size(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public boolean isReplayable() {
      return true;
    }

    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }
  }

  /** The bytes of a stream, once. */
  final class OfStream implements BlobSource {
    private final InputStream stream;
    private final OptionalLong length;
    private final AtomicBoolean opened = new AtomicBoolean();

    private OfStream(InputStream stream, OptionalLong length) {
      if (length.isPresent() && length.getAsLong() < 0) {
        throw new IllegalArgumentException("length must not be negative: " + length.getAsLong());
      }
      this.stream = stream;
      this.length = length;
    }

    @Override
    public OptionalLong length() {
      return length;
    }

    @Override
    public boolean isReplayable() {
      return false;
    }

    @Override
    public InputStream open() {
      if (opened.getAndSet(true)) {
        throw new IllegalStateException("a stream can be read only once");
      }
      return new FilterInputStream(stream) {
        @Override
        public int read(byte[] buffer, int offset, int count) throws IOException {
          return in.read(buffer, offset, count);
        }

        @Override
        public void close() {
          // The stream belongs to the caller of the put.
        }
      };
    }
  }
}
