package dev.hawser.identity.internal.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.error.HawserException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A log as bytes, some entries in memory at a time. No connection to the database is held while a
 * slow reader reads.
 */
final class ExportStream extends InputStream {
  private final ExportFormat format;
  private final LongFunction<List<Entry>> more;
  private ByteArrayInputStream ready;
  private long last;
  private boolean ended;

  /**
   * @param more gives the entries behind a sequence number; none at the end
   */
  ExportStream(ExportFormat format, LongFunction<List<Entry>> more) {
    this.format = format;
    this.more = more;
    this.ready = new ByteArrayInputStream(format.head().getBytes(UTF_8));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (ready.available() == 0 && !ended) {
      fill();
    }
    return ready.read(buffer, offset, length);
  }

  /** Whoever reads this knows only one kind of failure; with it the answer breaks off. */
  private void fill() throws IOException {
    try {
      List<Entry> entries = more.apply(last);
      if (entries.isEmpty()) {
        ended = true;
        return;
      }
      StringBuilder text = new StringBuilder();
      entries.forEach(entry -> text.append(format.line(entry)));
      ready = new ByteArrayInputStream(text.toString().getBytes(UTF_8));
      last = entries.getLast().sequence();
    } catch (HawserException e) {
      throw new IOException("The audit log cannot be read any further", e);
    }
  }
}
