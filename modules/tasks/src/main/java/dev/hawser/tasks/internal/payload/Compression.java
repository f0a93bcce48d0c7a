package dev.hawser.tasks.internal.payload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/** Makes payloads smaller where that saves a tenth or more. */
final class Compression {
  /** Of every ten bytes so many may be left. */
  private static final int WORTH_IT = 9;

  private Compression() {}

  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(ByteArrayOutputStream out) throws IOException {
      super(out, 8_192);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  /** The gzip form, or the very same array when that is hardly smaller. */
  static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4 + 64);
    try (FastGzip gzip = new FastGzip(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("a byte array does not fail", e);
    }
    return out.size() > (long) bytes.length * WORTH_IT / 10 ? bytes : out.toByteArray();
  }
}
