package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiClient;
import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.app.internal.cli.client.VersionView;
import dev.hawser.app.internal.cli.client.WorkflowApi;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Brings a version back. */
@Command(
    name = "restore",
    sortOptions = false,
    description = {
      "Make a version the draft again; deploy it then, if it is to run. The draft that is there is"
          + " saved as a version first, so that nothing is lost.",
      ""
    },
    footer = {"", "Example:", "  hawser versions restore Hello 3"})
final class VersionsRestoreCommand extends ApiCommand {
  @Parameters(index = "0", paramLabel = "NAME|ID", description = "The workflow.")
  private String workflow = "";

  @Parameters(index = "1", paramLabel = "VERSION", description = "The version's number.")
  private String version = "";

  @Option(names = "--discard", description = "Do not save the draft that is there.")
  private boolean discard;

  VersionsRestoreCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(ApiClient client) {
    ProjectApi api = ProjectApi.open(client);
    ProjectApi.Draft draft = api.draft(api.workflow(workflow));
    WorkflowApi of = api.of(draft.workflow());
    if (!discard) {
      VersionView saved = of.save(null, null);
      out().println(terminal().dim("the draft is version " + saved.version()));
    }
    WorkflowApi.Restored restored = of.restore(version, draft.etag());
    out()
        .println(
            terminal().green("restored")
                + "  "
                + terminal().bold(Printable.line(draft.workflow().name()))
                + terminal()
                    .dim(
                        "  version " + version + " is the draft, revision " + restored.revision()));
    if (restored.lostChanges()) {
      terminal().err().println("The draft had changes that are in no version; they are gone.");
    }
    return ExitCodes.OK;
  }
}
