package dev.hawser.core.egress;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * What a request carries. It is read once for each time that it is sent: redirects send it anew.
 */
public interface OutboundBody {
  /** How many bytes there are; the request says so in its {@code Content-Length}. */
  long length();

  /**
   * The bytes from the start, {@link #length()} of them. Who opens closes. When opening or reading
   * fails, or there are fewer bytes, the exchange is broken off with an {@link
   * java.io.UncheckedIOException}; other unchecked exceptions pass through.
   */
  InputStream open() throws IOException;

  /** The bytes of an array, which is not copied. */
  static OutboundBody of(byte[] bytes) {
    return new OutboundBody() {
      @Override
      public long length() {
        return bytes.length;
      }

      @Override
      public InputStream open() {
        return new ByteArrayInputStream(bytes);
      }
    };
  }
}
