package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.ApplyPlan.Entry;
import dev.hawser.app.internal.cli.client.ApiError;
import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.app.internal.cli.client.ProjectApi.Draft;
import dev.hawser.app.internal.cli.client.WorkflowView;

/** Carries a plan out: creates, updates, deploys and deletes workflows. */
final class Apply {
  private final Terminal terminal;
  private final ProjectApi api;

  Apply(Terminal terminal, ProjectApi api) {
    this.terminal = terminal;
    this.api = api;
  }

  /** False when the server refused something, which is told; the rest is done nevertheless. */
  boolean carryOut(ApplyPlan plan) {
    boolean done = true;
    for (Entry entry : plan.entries()) {
      done &= carryOut(entry);
    }
    for (WorkflowView workflow : plan.pruned()) {
      done &= delete(workflow);
    }
    return done;
  }

  private boolean carryOut(Entry entry) {
    try {
      WorkflowView workflow = change(entry);
      if (entry.deploy()) {
        new Deployment(terminal, api).deploy(workflow);
      }
      return true;
    } catch (ApiError e) {
      return refused(entry.file().shown() + ": " + entry.name(), e);
    }
  }

  private boolean delete(WorkflowView workflow) {
    try {
      api.of(workflow).delete();
      say("deleted", workflow.name(), workflow.id());
      return true;
    } catch (ApiError e) {
      return refused(workflow.name(), e);
    }
  }

  private boolean refused(String what, ApiError e) {
    terminal.err().println(Printable.line(what));
    ErrorText.print(terminal, e);
    return false;
  }

  private WorkflowView change(Entry entry) {
    String shown = entry.file().shown();
    if (entry.existing().isEmpty()) {
      WorkflowView created = api.create(entry.file().payload());
      say("created", created.name(), created.id() + "  " + shown);
      return created;
    }
    Draft existing = entry.existing().get();
    if (entry.action() == ApplyPlan.Action.NOTHING) {
      say("unchanged", existing.workflow().name(), shown);
      return existing.workflow();
    }
    WorkflowView updated = api.update(existing, entry.file().payload());
    if (updated.revision() == existing.workflow().revision()) {
      say("unchanged", updated.name(), shown);
    } else {
      say("updated", updated.name(), "revision " + updated.revision() + "  " + shown);
    }
    return updated;
  }

  private void say(String word, String name, String rest) {
    Style style = word.equals("unchanged") ? Style.DIM : Style.GREEN;
    terminal
        .out()
        .println(
            style.of(terminal, "%-9s".formatted(word))
                + "  "
                + terminal.bold(Printable.line(name))
                + "  "
                + terminal.dim(Printable.line(rest)));
  }
}
