package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.start.Progress;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/** Progress for a person who watches: one line per step, with its time. */
final class TerminalProgress implements Progress {
  private static final String CLEAR_LINE = "\r\u001b[K";
  private final Terminal terminal;

  TerminalProgress(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public <T> T step(String doing, Supplier<T> work, Function<T, String> done) {
    long began = System.nanoTime();
    current(doing);
    boolean finished = false;
    try {
      T result = work.get();
      finished = true;
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      line(
          terminal.green("✓")
              + " "
              + done.apply(result)
              + terminal.dim("  %d.%02d s".formatted(millis / 1_000, millis % 1_000 / 10)));
      return result;
    } finally {
      if (!finished) {
        line(terminal.red("✗") + " " + doing);
      }
    }
  }

  @Override
  public void detail(String text) {
    current(text);
  }

  @Override
  public void say(String text) {
    line(text);
  }

  private synchronized void current(String text) {
    if (terminal.colours()) {
      terminal.out().print(CLEAR_LINE + terminal.dim("  " + text + " …"));
      terminal.out().flush();
    }
  }

  private synchronized void line(String text) {
    terminal.out().println((terminal.colours() ? CLEAR_LINE : "") + text);
  }
}
