package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows or sets whose pages may call the Connect API of a project. */
@Command(
    name = "origins",
    sortOptions = false,
    description = {
      "Show the web origins whose pages may call the Connect API of a project, one a line; none for",
      "any. With origins or --any, set them first: those that are not named are taken out.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  hawser projects origins prj_01h455vb4pex5vsknk084sn02q https://app.example.com"
          + " 'https://*.example.com'"
    })
final class ProjectsOriginsCommand extends ApiCommand {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "ID", description = "The project, as in the list.")
  private String project = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "ORIGIN",
      description = "All that may call: scheme, host and port; * for any one first label.")
  private List<String> origins = List.of();

  @Option(names = "--any", description = "Pages of any origin may call.")
  private boolean any;

  ProjectsOriginsCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    if (any && !origins.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "Give origins or --any, not both");
    }
    Resources projects = Resources.of(client, "projects");
    if (any || !origins.isEmpty()) {
      projects.change(project, Map.of("allowedOrigins", origins));
    }
    List<String> allowed = projects.get(project).texts("allowedOrigins");
    allowed.forEach(origin -> out().println(Printable.line(origin)));
    if (allowed.isEmpty()) {
      terminal().err().println("Pages of any origin may call.");
    }
    return ExitCodes.OK;
  }
}
