package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.Resources;
import dev.hawser.app.internal.cli.client.Resources.Item;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Copies another project's workflows into the project. */
@Command(
    name = "copy",
    sortOptions = false,
    description = {
      "Copy workflows of another project, with the app events that they name, to drafts of this one",
      "(--project). All or none; nothing is deployed. Needs a personal access token.",
      ""
    },
    footer = {
      "",
      "Example:",
      "  hawser projects copy prj_01h455vb4pex5vsknk084sn02q \"Sync orders\" --dry-run"
    })
final class ProjectsCopyCommand extends ApiCommand {
  @Parameters(index = "0", paramLabel = "FROM", description = "The project that has them.")
  private String from = "";

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "NAME|ID",
      description = "The workflows; all when none is named.")
  private List<String> workflows = List.of();

  @Option(names = "--deployed", description = "Copy deployed versions instead of drafts.")
  private boolean deployed;

  @Option(
      names = "--new",
      description = "Make new workflows, also where there is one of the same name.")
  private boolean fresh;

  @Option(names = "--dry-run", description = "Say what would be, and change nothing.")
  private boolean dryRun;

  ProjectsCopyCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("from", from);
    if (!workflows.isEmpty()) {
      fields.put("workflows", workflows);
    }
    fields.put("state", deployed ? "deployed" : "draft");
    fields.put("as", fresh ? "new" : "matching");
    fields.put("dryRun", dryRun);
    Item result = Resources.ofProject(client, "workflow-copies").create(fields);
    tell(result, "workflows", "workflow");
    tell(result, "events", "event");
    return ExitCodes.OK;
  }

  private void tell(Item result, String list, String noun) {
    for (Item one : result.items(list)) {
      String action = one.text("action");
      String shown =
          switch (action) {
            case "add" -> terminal().green("%-9s".formatted(action));
            case "modify" -> terminal().yellow("%-9s".formatted(action));
            default -> terminal().dim("%-9s".formatted(action));
          };
      out().println(shown + " " + noun + "  " + Printable.line(one.text("name")));
      for (Item message : one.items("messages")) {
        out()
            .println(
                "          " + message.text("level") + ": " + Printable.line(message.text("text")));
      }
    }
  }
}
