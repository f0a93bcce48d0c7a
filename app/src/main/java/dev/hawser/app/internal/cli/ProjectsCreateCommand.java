package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a project. */
@Command(
    name = "create",
    sortOptions = false,
    description = {"Create a project of a team; its id is printed.", ""},
    footer = {
      "",
      "Example:",
      "  hawser projects create Billing --team team_01h455vb4pex5vsknk084sn02q"
    })
final class ProjectsCreateCommand extends ApiCommand {
  @Parameters(paramLabel = "NAME", description = "What it is called.")
  private String name = "";

  @Option(
      names = "--team",
      paramLabel = "ID",
      required = true,
      description = "Whose it is, team_….")
  private String team = "";

  @Option(
      names = "--environment",
      paramLabel = "STAGE",
      defaultValue = "development",
      description = "development, staging or production; default ${DEFAULT-VALUE}.")
  private String environment = "development";

  @Option(
      names = "--released-from",
      paramLabel = "ID",
      description = "The project of the stage before.")
  private @Nullable String releasedFrom;

  ProjectsCreateCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    fields.put("team", team);
    fields.put("environment", environment);
    if (releasedFrom != null) {
      fields.put("releasedFrom", releasedFrom);
    }
    out().println(Resources.of(client, "projects").create(fields).text("id"));
    return ExitCodes.OK;
  }
}
