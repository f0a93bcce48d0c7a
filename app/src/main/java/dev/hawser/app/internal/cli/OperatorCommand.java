package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ApiError;
import dev.hawser.app.internal.cli.client.Connection;
import dev.hawser.app.internal.config.AppSettings;
import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.app.internal.start.ServerFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/**
 * A command for the server that runs on a data folder of this machine. Who can read that folder is
 * its operator: no API key is asked for.
 */
abstract class OperatorCommand implements Callable<Integer> {
  private final Terminal terminal;
  @Mixin private SettingsFlags flags = new SettingsFlags();

  OperatorCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Does the work and returns the exit code. */
  abstract int run(ApiClient client);

  @Override
  public final Integer call() {
    Path data = AppSettings.data(flags.load());
    ServerFile server =
        ServerFile.find(data)
            .orElseThrow(
                () ->
                    new OperatorError(
                        "No server runs on the data folder " + data,
                        "Start one with \"hawser start\", or name its folder with --data."));
    Connection connection = new Connection(server.address(), ServerFile.operatorToken(data));
    try (ApiClient client = new ApiClient(connection)) {
      return run(client);
    } catch (ApiError e) {
      ErrorText.print(terminal, e);
      return ExitCodes.FAILED;
    }
  }

  final Terminal terminal() {
    return terminal;
  }
}
