package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.core.config.SettingProblem;
import dev.hawser.core.config.SettingsInvalid;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * Runs a command and turns what it throws into words and an exit code: an {@link OperatorError} is
 * one clear line and a remedy, anything else is our bug and goes to the log with its stack trace.
 */
public final class CommandFrame {
  private CommandFrame() {}

  /** The exit code; see {@link ExitCodes}. */
  public static int run(Terminal terminal, String... args) {
    Commands commands = new Commands(terminal);
    CommandLine line = new CommandLine(new HawserCommand(), commands);
    for (Class<?> command : HawserCommand.named(args)) {
      line.addSubcommand(new CommandLine(command, commands));
    }
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(terminal.colours() ? Ansi.ON : Ansi.OFF));
    line.setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8));
    line.setUsageHelpAutoWidth(false);
    line.setUsageHelpWidth(100);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setParameterExceptionHandler((e, given) -> wrongUsage(terminal, e));
    line.setExecutionExceptionHandler((e, command, parsed) -> failed(terminal, e));
    return line.execute(args);
  }

  private static int wrongUsage(Terminal terminal, CommandLine.ParameterException e) {
    CommandLine command = e.getCommandLine();
    terminal.err().println(terminal.red("error: ") + e.getMessage());
    if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
      List<String> suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        terminal
            .err()
            .println(
                "  Did you mean "
                    + String.join(" or ", suggestions.subList(0, Math.min(3, suggestions.size())))
                    + "?");
      }
    }
    terminal
        .err()
        .println(
            "  \""
                + command.getCommandSpec().qualifiedName()
                + " --help\" tells what can be written.");
    return ExitCodes.USAGE;
  }

  private static int failed(Terminal terminal, Exception e) {
    return switch (e) {
      case OperatorError error -> operator(terminal, error);
      case SettingsInvalid invalid -> settings(terminal, invalid.problems());
      default -> unexpected(terminal, e);
    };
  }

  private static int operator(Terminal terminal, OperatorError error) {
    terminal.err().println(terminal.red("error: ") + error.message());
    terminal.err().println("  " + error.remedy());
    LoggerFactory.getLogger(CommandFrame.class).debug("The command failed", error);
    return ExitCodes.FAILED;
  }

  private static int settings(Terminal terminal, List<SettingProblem> problems) {
    String count = problems.size() == 1 ? "A setting is" : problems.size() + " settings are";
    terminal.err().println(terminal.red("error: ") + count + " wrong");
    problems.forEach(problem -> terminal.err().println("  " + problem));
    return ExitCodes.USAGE;
  }

  private static int unexpected(Terminal terminal, Exception e) {
    String first = e.toString().lines().findFirst().orElse("");
    terminal.err().println(terminal.red("error: ") + "unexpected: " + first);
    terminal.err().println("  This is a bug. --verbose, or the log file, has the details.");
    LoggerFactory.getLogger(CommandFrame.class).error("The command failed", e);
    return ExitCodes.FAILED;
  }
}
