package dev.hawser.app;

import dev.hawser.app.internal.cli.CommandFrame;
import dev.hawser.app.internal.cli.Terminal;
import dev.hawser.app.internal.cli.Version;
import dev.hawser.app.internal.start.HeadStart;
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
    if (args.length > 0 && args[0].equals("start")) {
      quietLibraries();
      HeadStart.begin();
    }
    System.exit(CommandFrame.run(terminal, args));
  }

  /** Events for a flight recorder cost a tenth of the start, whether one runs or not. */
  private static void quietLibraries() {
    System.getProperties().putIfAbsent("io.lettuce.core.jfr", "false");
    System.getProperties().putIfAbsent("io.netty.jfr.enabled", "false");
  }
}
