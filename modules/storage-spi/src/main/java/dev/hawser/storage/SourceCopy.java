package dev.hawser.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.OptionalLong;

/** Reads sources and keeps their failures apart from those of the store that writes. */
final class SourceCopy {
  private static final int BUFFER = 64 << 10;

  private SourceCopy() {}

  /**
   * Writes the whole source to the sink.
   *
   * @return how many bytes
   * @throws IOException of the sink only
   * @throws UncheckedIOException of the source
   * @throws BlobException.Rejected when the source is longer or shorter than it said
   */
  static long copy(BlobSource source, OutputStream sink) throws IOException {
    OptionalLong declared = source.length();
    long total = 0;
    InputStream in = open(source);
    try {
      byte[] buffer = new byte[BUFFER];
      for (int count = read(in, buffer); count >= 0; count = read(in, buffer)) {
        total += count;
        if (declared.isPresent() && total > declared.getAsLong()) {
          break;
        }
        sink.write(buffer, 0, count);
      }
    } finally {
      close(in);
    }
    if (declared.isPresent() && total != declared.getAsLong()) {
      throw new BlobException.Rejected(
          "the source announced %d bytes and had %s"
              .formatted(declared.getAsLong(), total > declared.getAsLong() ? "more" : total),
          null);
    }
    return total;
  }

  private static InputStream open(BlobSource source) {
    try {
      return source.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int read(InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void close(InputStream in) {
    try {
      in.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
