package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.Table.Cell;
import dev.hawser.app.internal.cli.client.ExecutionDetail;
import dev.hawser.app.internal.cli.client.ExecutionView;
import dev.hawser.app.internal.cli.client.LargeValue;
import dev.hawser.app.internal.cli.client.StepView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One execution: what it is, and its steps as a tree. */
final class ExecutionText {
  private static final String STEP_INDENT = "      ";
  private final Terminal terminal;
  private final Times times;
  private final boolean full;

  /** How much is shown of long values. */
  enum Detail {
    BRIEF,
    FULL
  }

  ExecutionText(Terminal terminal, Times times, Detail detail) {
    this.terminal = terminal;
    this.times = times;
    this.full = detail == Detail.FULL;
  }

  List<String> lines(ExecutionDetail detail, String workflowName) {
    List<String> lines = new ArrayList<>();
    ExecutionView execution = detail.execution();
    lines.add(
        "%s  %s  %s  %s"
            .formatted(
                terminal.bold(execution.id()),
                Style.ofStatus(execution.status()).of(terminal, word(execution.status())),
                Printable.line(workflowName),
                terminal.dim(
                    execution.version() == 0 ? "draft" : "version " + execution.version())));
    facts(lines, execution);
    value(lines, "  ", "input", detail.input());
    error(lines, "  ", detail.error());
    if (detail.steps().isEmpty()) {
      return lines;
    }
    lines.add("");
    List<StepTree.Line> tree = new StepTree(detail.steps()).lines();
    List<String> heads = heads(tree);
    for (int i = 0; i < tree.size(); i++) {
      lines.add(heads.get(i));
      step(lines, tree.get(i));
    }
    return lines;
  }

  private void facts(List<String> lines, ExecutionView execution) {
    Table facts = new Table();
    fact(facts, "trigger", execution.trigger().toLowerCase(Locale.ROOT));
    fact(facts, "accepted", times.exact(execution.acceptedAt()));
    if (execution.startedAt() != null) {
      fact(facts, "started", times.exact(execution.startedAt()));
    }
    if (execution.wakeAt() != null && !execution.isFinal()) {
      fact(facts, "goes on", times.exact(execution.wakeAt()));
    }
    if (execution.endedAt() != null) {
      Long millis = execution.durationMs();
      String took = millis == null ? "" : "  after " + Times.duration(millis);
      fact(facts, "ended", times.exact(execution.endedAt()) + took);
    }
    fact(facts, "tasks", Long.toString(execution.tasks()));
    if (execution.replayOf() != null) {
      fact(facts, "replay of", execution.replayOf());
    }
    facts.lines(terminal).forEach(line -> lines.add("  " + line));
  }

  private static void fact(Table facts, String name, String value) {
    facts.row(Cell.dim("%-9s".formatted(name)), Cell.of(value));
  }

  private List<String> heads(List<StepTree.Line> tree) {
    Table table = new Table();
    for (StepTree.Line line : tree) {
      StepView state = line.state();
      Style style = Style.ofStatus(state.status());
      String attempts = state.attempt() > 1 ? "attempt " + state.attempt() : "";
      table.row(
          new Cell("  ".repeat(line.depth()) + mark(state.status()) + " " + state.path(), style),
          Cell.dim(state.type()),
          new Cell(word(state.status()), style),
          Cell.dim(times.timeOfDay(state.startedAt())),
          Cell.of(Times.duration(Duration.between(state.startedAt(), state.endedAt()))),
          Cell.of(attempts));
    }
    return table.lines(terminal);
  }

  private void step(List<String> lines, StepTree.Line line) {
    String indent = STEP_INDENT + "  ".repeat(line.depth());
    StepView state = line.state();
    for (StepView failed : line.failedAttempts()) {
      error(lines, indent, "attempt " + failed.attempt(), failed.error());
    }
    value(lines, indent, "input", state.input());
    value(lines, indent, "output", state.output());
    log(lines, indent, state.log());
    error(lines, indent, state.error());
    if (state.retryAt() != null && state.status().equals("RETRYING")) {
      lines.add(
          indent
              + label("next")
              + "attempt "
              + (state.attempt() + 1)
              + " at "
              + times.exact(state.retryAt()));
    }
  }

  private void log(List<String> lines, String indent, @Nullable Object log) {
    if (!(log instanceof List<?> entries)) {
      value(lines, indent, "log", log);
      return;
    }
    String label = "log";
    for (Object entry : entries) {
      if (entry instanceof Map<?, ?> map) {
        String line = map.get("level") + ": " + map.get("text");
        lines.add(indent + label(label) + terminal.dim(Printable.line(line)));
        label = "";
      }
    }
  }

  private void error(List<String> lines, String indent, @Nullable Object error) {
    error(lines, indent, "error", error);
  }

  private void error(List<String> lines, String indent, String label, @Nullable Object error) {
    if (error == null) {
      return;
    }
    if (!(error instanceof Map<?, ?> map) || !(map.get("message") instanceof String message)) {
      value(lines, indent, label, error);
      return;
    }
    String code = map.get("code") instanceof String text ? text + ": " : "";
    lines.add(indent + label(label) + terminal.red(Printable.line(code + message)));
    Map<String, @Nullable Object> more = new LinkedHashMap<>();
    map.forEach((name, value) -> more.put(String.valueOf(name), value));
    List.of("code", "message", "step").forEach(more::remove);
    if (!more.isEmpty()) {
      value(lines, indent, "", more);
    }
  }

  private void value(List<String> lines, String indent, String label, @Nullable Object value) {
    if (value == null) {
      return;
    }
    Optional<LargeValue> large = LargeValue.of(value);
    if (large.isPresent()) {
      lines.add(indent + label(label) + ValueText.brief(large.get()));
      return;
    }
    if (!full) {
      lines.add(indent + label(label) + ValueText.brief(value));
      return;
    }
    String first = indent + label(label);
    for (String line : ValueText.full(value)) {
      lines.add(first + line);
      first = indent + label("");
    }
  }

  private String label(String name) {
    return terminal.dim("%-9s  ".formatted(name));
  }

  private static String mark(String status) {
    return switch (status) {
      case "SUCCEEDED" -> "✓";
      case "FAILED" -> "✗";
      case "SKIPPED" -> "-";
      case "RETRYING" -> "↻";
      default -> "…";
    };
  }

  private static String word(String status) {
    return status.toLowerCase(Locale.ROOT);
  }
}
