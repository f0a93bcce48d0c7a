package dev.hawser.functions.internal.guest;

import dev.hawser.functions.FunctionLogLine;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Where the console of one context writes: an entry is U+0001, the level, a space, the text.
 * Bounded in entries and in bytes for each; what is beyond is counted and dropped.
 */
final class ConsoleOutput extends OutputStream {
  static final int MAX_LINES = 100;
  static final int MAX_BYTES = 2048;
  private static final byte START = 1;

  private final LogSink sink;
  private final ByteArrayOutputStream entry = new ByteArrayOutputStream();
  private boolean open;
  private boolean cut;
  private int lines;

  ConsoleOutput(LogSink sink) {
    this.sink = sink;
  }

  @Override
  public void write(int b) {
    if (b == START) {
      finish();
      open = true;
    } else if (open) {
      if (entry.size() < MAX_BYTES + 8) {
        entry.write(b);
      } else {
        cut = true;
      }
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      write(bytes[i]);
    }
  }

  /** The console flushes behind each of its entries. */
  @Override
  public void flush() {
    finish();
  }

  private void finish() {
    if (!open || entry.size() == 0) {
      return;
    }
    String text = entry.toString(StandardCharsets.UTF_8).stripTrailing();
    entry.reset();
    open = false;
    lines++;
    if (lines > MAX_LINES) {
      return;
    }
    if (lines == MAX_LINES) {
      sink.write(
          new FunctionLogLine(
              "warn", "From here on nothing is kept: " + MAX_LINES + " lines were written"));
      return;
    }
    int space = text.indexOf(' ');
    String level = space < 0 ? text : text.substring(0, space);
    String rest = space < 0 ? "" : text.substring(space + 1);
    if (!FunctionLogLine.LEVELS.contains(level)) {
      level = "log";
      rest = text;
    }
    sink.write(new FunctionLogLine(level, cut ? rest + " … (cut)" : rest));
    cut = false;
  }
}
