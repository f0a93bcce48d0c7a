package dev.hawser.core.egress;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.jspecify.annotations.Nullable;

/** A body as the HTTP client sends it: from its start, each time. */
final class OutboundEntity extends AbstractHttpEntity {
  private static final int BUFFER = 16_384;
  private final OutboundBody body;

  OutboundEntity(OutboundBody body, @Nullable ContentType type) {
    super(type, null);
    this.body = body;
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public long getContentLength() {
    return body.length();
  }

  @Override
  public InputStream getContent() throws IOException {
    return body.open();
  }

  @Override
  public boolean isStreaming() {
    return false;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (Source source = new Source(body)) {
      long left = body.length();
      byte[] buffer = new byte[(int) Math.min(BUFFER, left)];
      while (left > 0) {
        int count = source.read(buffer, (int) Math.min(buffer.length, left));
        out.write(buffer, 0, count);
        left -= count;
      }
    }
  }

  @Override
  public void close() {
    // Each writing closes what it opened.
  }

  /** Keeps what goes wrong with the bytes apart from what goes wrong with the connection. */
  private static final class Source implements AutoCloseable {
    private final InputStream in;

    Source(OutboundBody body) {
      try {
        in = body.open();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    int read(byte[] buffer, int limit) {
      try {
        int count = in.read(buffer, 0, limit);
        if (count < 0) {
          throw new EOFException("the body is shorter than it said");
        }
        return count;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
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
}
