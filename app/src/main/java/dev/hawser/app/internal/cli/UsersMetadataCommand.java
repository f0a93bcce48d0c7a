package dev.hawser.app.internal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.core.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows or changes metadata. */
@Command(
    name = "metadata",
    sortOptions = false,
    description = {
      "Show the metadata of a connected user as JSON, or change it.",
      "What is not in --data stays, and what is null in it is removed.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  hawser users metadata cus_01h455vb4pex5vsknk084sn02q",
      "  hawser users metadata cus_01h455vb4pex5vsknk084sn02q --data '{\"plan\": \"gold\"}'"
    })
final class UsersMetadataCommand extends ApiCommand {
  @Parameters(paramLabel = "ID", description = "The user, as in the list.")
  private String user = "";

  @Option(
      names = "--data",
      paramLabel = "JSON",
      description = "A JSON object, @FILE, or - for standard input.")
  private @Nullable String data;

  private @Nullable Map<?, ?> change;

  UsersMetadataCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  void check() {
    change = data == null ? null : object(dataText(data));
  }

  @Override
  int run(ApiClient client) {
    Resources users = Resources.ofProject(client, "connected-users");
    if (change != null) {
      users.change(user, Map.of("metadata", change));
    }
    out().println(ValueText.json(users.get(user).json().get("metadata")));
    return ExitCodes.OK;
  }

  private Map<?, ?> object(String text) {
    try {
      if (Json.read(text.getBytes(UTF_8)) instanceof Map<?, ?> object) {
        return object;
      }
      throw usage("--data must be a JSON object");
    } catch (Json.MalformedException e) {
      throw usage("--data is not JSON: " + e.getMessage());
    }
  }
}
