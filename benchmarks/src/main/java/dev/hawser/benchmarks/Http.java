package dev.hawser.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Just enough HTTP/1.1 for a load generator: messages with a content length. */
final class Http {
  private Http() {}

  /**
   * @param firstLine the request or status line
   */
  record Message(String firstLine, byte[] body) {
    int status() {
      return Integer.parseInt(firstLine.substring(9, 12));
    }
  }

  /** Reads one message; null at the end of the stream. */
  static @Nullable Message readMessage(InputStream in) throws IOException {
    String first = line(in);
    if (first == null) {
      return null;
    }
    int length = 0;
    for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
      if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
        length = Integer.parseInt(header.substring(15).strip());
      }
    }
    return new Message(first, in.readNBytes(length));
  }

  private static @Nullable String line(InputStream in) throws IOException {
    byte[] buffer = new byte[512];
    int n = 0;
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return null;
      }
      if (c != '\r' && n < buffer.length) {
        buffer[n++] = (byte) c;
      }
    }
    return new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
  }
}
