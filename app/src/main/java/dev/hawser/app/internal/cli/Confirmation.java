package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.failure.OperatorError;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Asks before something goes that others depend on; where nobody can be asked, --yes is needed. */
final class Confirmation {
  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask. Needed where there is no terminal.")
  private boolean yes;

  private CommandSpec command = CommandSpec.create();

  @Spec(Spec.Target.MIXEE)
  void command(CommandSpec spec) {
    command = spec;
  }

  /** Before any server is asked. */
  void check(Terminal terminal) {
    if (!yes && !terminal.interactive()) {
      throw new ParameterException(
          command.commandLine(), "There is no terminal to ask at: say --yes");
    }
  }

  /** Whether it may be done; says so when not. */
  boolean given(Terminal terminal, String question) {
    if (yes || agreed(terminal, question)) {
      return true;
    }
    terminal.err().println("Nothing was changed.");
    return false;
  }

  /** Asks a person. */
  static boolean agreed(Terminal terminal, String question) {
    terminal.err().print(Printable.line(question) + " [y/N] ");
    terminal.err().flush();
    try {
      String answer = StandardInput.line().strip().toLowerCase(Locale.ROOT);
      return answer.equals("y") || answer.equals("yes");
    } catch (IOException e) {
      throw new OperatorError("The answer cannot be read: " + e, "Repeat with --yes.", e);
    }
  }
}
