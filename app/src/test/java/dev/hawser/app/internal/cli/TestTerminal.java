package dev.hawser.app.internal.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * A terminal, else without colours and people, whose output a test can read, and that runs
 * commands.
 */
final class TestTerminal {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Terminal terminal;

  TestTerminal() {
    this(false);
  }

  private TestTerminal(boolean person) {
    terminal =
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            person,
            person);
  }

  /** One that a person watches, in colours. */
  static TestTerminal watched() {
    return new TestTerminal(true);
  }

  Terminal terminal() {
    return terminal;
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  int run(String... args) {
    return CommandFrame.run(terminal, args);
  }
}
