package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes one. */
@Command(
    name = "create",
    sortOptions = false,
    description = {"Create an API key. It is printed on standard output, this once.", ""},
    footer = {
      "",
      "Example:",
      "  hawser keys create deploy --scope workflows:view --scope workflows:deploy"
    })
final class KeysCreateCommand extends ApiCommand {
  @Parameters(paramLabel = "NAME", description = "What it is for.")
  private String name = "";

  @Option(
      names = "--scope",
      paramLabel = "PERMISSION",
      description =
          "What it is good for; may be repeated. Without, all that you can give, except"
              + " api-keys:manage.")
  private List<String> scopes = List.of();

  @Option(
      names = "--expires",
      paramLabel = "MOMENT",
      description = "For example 2027-01-31T00:00:00Z.")
  private @Nullable String expiresAt;

  KeysCreateCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    if (!scopes.isEmpty()) {
      fields.put("scopes", scopes);
    }
    if (expiresAt != null) {
      fields.put("expiresAt", expiresAt);
    }
    out().println(Resources.ofProject(client, "api-keys").create(fields).text("key"));
    return ExitCodes.OK;
  }
}
