package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.app.internal.cli.client.WorkflowView;
import java.util.Objects;

/** Deploys a workflow and tells what runs now, and where it listens. */
final class Deployment {
  private final Terminal terminal;
  private final ProjectApi api;

  Deployment(Terminal terminal, ProjectApi api) {
    this.terminal = terminal;
    this.api = api;
  }

  /** Deploys the draft. */
  void deploy(WorkflowView workflow) {
    tell(workflow, api.deploy(workflow.id()));
  }

  /** Deploys a version that there is. */
  void deploy(WorkflowView workflow, String version) {
    tell(workflow, api.of(workflow).deploy(version));
  }

  private void tell(WorkflowView workflow, long version) {
    boolean news = !Objects.equals(workflow.deployedVersion(), version);
    String word = "%-9s".formatted("deployed");
    terminal
        .out()
        .println(
            (news ? terminal.green(word) : terminal.dim(word))
                + "  "
                + terminal.bold(Printable.line(workflow.name()))
                + terminal.dim("  version " + version + (news ? "" : ", as before")));
    workflow
        .webhook()
        .ifPresent(
            path ->
                terminal.out().println("           " + terminal.dim("webhook  ") + api.url(path)));
  }
}
