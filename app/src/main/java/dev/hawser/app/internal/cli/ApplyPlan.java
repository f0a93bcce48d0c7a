package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.DiffView;
import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.app.internal.cli.client.ProjectApi.Draft;
import dev.hawser.app.internal.cli.client.WorkflowView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What applying files that were found right would do, looked up before anything is done. */
final class ApplyPlan {
  private static final int MOST_CHANGES = 20;
  private final List<Entry> entries;
  private final List<WorkflowView> pruned;

  private ApplyPlan(List<Entry> entries, List<WorkflowView> pruned) {
    this.entries = List.copyOf(entries);
    this.pruned = List.copyOf(pruned);
  }

  /** What happens to a draft. */
  enum Action {
    CREATE("would create"),
    UPDATE("would update"),
    NOTHING("unchanged");

    private final String words;

    Action(String words) {
      this.words = words;
    }
  }

  /**
   * One file.
   *
   * @param existing the workflow of its name
   * @param diff what an update changes
   */
  record Entry(
      DefinitionFile file,
      Action action,
      Optional<Draft> existing,
      @Nullable DiffView diff,
      boolean deploy) {
    String name() {
      return file.name().orElse("");
    }

    /** Whether the deployed version is the draft is for the server to say. */
    boolean maybeDeployed() {
      return action == Action.NOTHING
          && existing.filter(draft -> draft.workflow().deployedVersion() != null).isPresent();
    }
  }

  /** What to do with workflows that no file has. */
  enum Others {
    KEEP,
    DELETE
  }

  static ApplyPlan of(ProjectApi api, List<DefinitionFile> files, boolean deploy, Others others) {
    List<Entry> entries = new ArrayList<>();
    for (DefinitionFile file : files) {
      entries.add(entry(api, file, deploy));
    }
    Set<String> names = entries.stream().map(Entry::name).collect(Collectors.toSet());
    List<WorkflowView> pruned =
        others == Others.KEEP
            ? List.of()
            : api.workflows().stream()
                .map(ProjectApi.Item::view)
                .filter(workflow -> !names.contains(workflow.name()))
                .toList();
    return new ApplyPlan(entries, pruned);
  }

  private static Entry entry(ProjectApi api, DefinitionFile file, boolean deploy) {
    Optional<Draft> existing = api.findDraft(file.name().orElse(""));
    if (existing.isEmpty()) {
      return new Entry(file, Action.CREATE, existing, null, deploy);
    }
    WorkflowView workflow = existing.get().workflow();
    if (file.value().filter(value -> value.equals(workflow.definition())).isPresent()) {
      return new Entry(file, Action.NOTHING, existing, null, deploy);
    }
    DiffView diff = DiffView.of(api.of(workflow).diff(null, file.payload()));
    return new Entry(file, Action.UPDATE, existing, diff, deploy);
  }

  List<Entry> entries() {
    return entries;
  }

  /** Workflows that are deleted because no file has them. */
  List<WorkflowView> pruned() {
    return pruned;
  }

  /** Whether carrying it out may change anything. */
  boolean changesSomething() {
    return !pruned.isEmpty()
        || entries.stream().anyMatch(e -> e.deploy() || e.action() != Action.NOTHING);
  }

  List<String> lines(Terminal terminal) {
    List<String> lines = new ArrayList<>();
    for (Entry entry : entries) {
      String then =
          !entry.deploy()
              ? ""
              : entry.maybeDeployed() ? "and deploy if not deployed  " : "and deploy  ";
      Style style = entry.action() == Action.NOTHING ? Style.DIM : Style.GREEN;
      lines.add(
          line(terminal, style, entry.action().words, entry.name(), then + entry.file().shown()));
      DiffView diff = entry.diff();
      if (diff != null) {
        ChangeText.summary(terminal, diff, MOST_CHANGES).forEach(l -> lines.add("    " + l));
      }
    }
    for (WorkflowView workflow : pruned) {
      lines.add(line(terminal, Style.RED, "would delete", workflow.name(), workflow.id()));
    }
    return lines;
  }

  private static String line(
      Terminal terminal, Style style, String word, String name, String rest) {
    return style.of(terminal, "%-9s".formatted(word))
        + "  "
        + terminal.bold(Printable.line(name))
        + "  "
        + terminal.dim(Printable.line(rest));
  }
}
