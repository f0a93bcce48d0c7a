package dev.hawser.app;

import dev.hawser.app.internal.cli.CommandFrame;
import dev.hawser.app.internal.cli.Terminal;
import dev.hawser.app.internal.cli.Version;
import java.util.Set;

/** The program: {@code java -jar hawser.jar COMMAND}. */
public final class Main {
  private static final Set<String> VERSION = Set.of("version", "--version", "-V");

  private Main() {}

  /** Ends the process with the command's exit code. */
  public static void main(String[] args) {
    Terminal terminal = Terminal.ofProcess();
    if (args.length == 1 && VERSION.contains(args[0])) {
      // Loading the command line library would take longer than the answer.
      terminal.out().println(Version.line());
      return;
    }
    System.exit(CommandFrame.run(terminal, args));
  }
}
