package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ApiError;
import dev.hawser.app.internal.cli.client.Connection;
import dev.hawser.app.internal.cli.client.CredentialsFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that calls a server: finds it, and puts its refusals into words. */
abstract class ServerCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private ConnectionFlags flags = new ConnectionFlags();
  @Spec private CommandSpec spec = CommandSpec.create();

  ServerCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Does the work and returns the exit code. */
  abstract int run(ApiClient client);

  @Override
  public final Integer call() {
    check();
    try (ApiClient client = new ApiClient(connection(flags.resolve()))) {
      return run(client);
    } catch (ApiError e) {
      ErrorText.print(terminal, e);
      return ExitCodes.FAILED;
    }
  }

  /** What to call, of what the flags found. */
  Connection connection(Connection found) {
    return found;
  }

  /** Looks at the arguments before any server is asked; throws {@link #usage}. */
  void check() {}

  final ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /**
   * What {@code --data} gives: the text itself, that of a file behind {@code @}, or of {@code -}.
   */
  final String dataText(String given) {
    try {
      if (given.equals("-")) {
        return StandardInput.text();
      }
      return given.startsWith("@") ? Files.readString(Path.of(given.substring(1))) : given;
    } catch (IOException e) {
      throw usage("--data " + given + " cannot be read: " + e);
    }
  }

  /** Says in a word what was done, and to what. */
  final int done(String word, String what) {
    terminal.out().println(terminal.green(word) + "  " + Printable.line(what));
    return ExitCodes.OK;
  }

  final CredentialsFile credentials() {
    return flags.credentials();
  }

  final Terminal terminal() {
    return terminal;
  }

  final PrintStream out() {
    return terminal.out();
  }
}
