package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiError;
import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.app.internal.cli.client.ProjectApi.Draft;
import dev.hawser.app.internal.cli.client.WorkflowView;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Creates, updates and deploys the workflows of definitions that were found right. */
final class Apply {
  private final Terminal terminal;
  private final ProjectApi api;
  private final Mode mode;

  /** Whether anything is done. */
  enum Mode {
    CHANGE,
    DRY_RUN
  }

  Apply(Terminal terminal, ProjectApi api, Mode mode) {
    this.terminal = terminal;
    this.api = api;
    this.mode = mode;
  }

  /** Brings one file to the server; false when the server refused, which is told. */
  boolean apply(DefinitionFile file, boolean deploy) {
    String name = file.name().orElse("");
    try {
      Optional<Draft> existing = api.findDraft(name);
      boolean same =
          existing
              .map(draft -> draft.workflow().definition())
              .filter(stored -> file.value().filter(stored::equals).isPresent())
              .isPresent();
      if (mode == Mode.DRY_RUN) {
        foretell(file, existing, same, deploy);
        return true;
      }
      WorkflowView workflow = change(file, existing.orElse(null), same);
      if (deploy) {
        new Deployment(terminal, api).deploy(workflow);
      }
      return true;
    } catch (ApiError e) {
      terminal.err().println(Printable.line(file.shown() + ": " + name));
      ErrorText.print(terminal, e);
      return false;
    }
  }

  private void foretell(
      DefinitionFile file, Optional<Draft> existing, boolean same, boolean deploy) {
    String word = existing.isEmpty() ? "would create" : same ? "unchanged" : "would update";
    boolean deployed =
        same && existing.filter(d -> d.workflow().deployedVersion() != null).isPresent();
    // Whether the deployed version is the draft is for the server to say.
    String then = !deploy ? "" : deployed ? "and deploy if not deployed" : "and deploy";
    say(word, file.name().orElse(""), then.isEmpty() ? file.shown() : then + "  " + file.shown());
  }

  private WorkflowView change(DefinitionFile file, @Nullable Draft existing, boolean same) {
    if (existing == null) {
      WorkflowView created = api.create(file.payload());
      say("created", created.name(), created.id() + "  " + file.shown());
      return created;
    }
    if (same) {
      say("unchanged", existing.workflow().name(), file.shown());
      return existing.workflow();
    }
    WorkflowView updated = api.update(existing, file.payload());
    if (updated.revision() == existing.workflow().revision()) {
      say("unchanged", updated.name(), file.shown());
    } else {
      say("updated", updated.name(), "revision " + updated.revision() + "  " + file.shown());
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
