package dev.hawser.app.internal.cli;

import dev.hawser.core.error.Problem;
import dev.hawser.workflows.DefinitionLinter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was found in one file: a line for each problem, in the form that editors and build servers
 * read, {@code file:line:column: pointer: message}.
 */
record LintText(String file, DefinitionLinter.Report report) {

  List<String> lines(Terminal terminal) {
    List<String> lines = new ArrayList<>();
    report.problems().forEach(problem -> lines.add(line(terminal, problem, "")));
    String warning = terminal.yellow("warning: ");
    report.unsupported().forEach(problem -> lines.add(line(terminal, problem, warning)));
    return lines;
  }

  private String line(Terminal terminal, Problem problem, String kind) {
    StringBuilder place = new StringBuilder(Printable.line(file));
    if (problem.line() != null) {
      place.append(':').append(problem.line());
      if (problem.column() != null) {
        place.append(':').append(problem.column());
      }
    }
    String pointer = problem.pointer().isEmpty() ? "" : Printable.line(problem.pointer()) + ": ";
    String message = Printable.line(problem.message());
    String suggestion = problem.suggestion();
    String hint =
        suggestion == null || message.contains("\"" + suggestion + "\"")
            ? ""
            : " (did you mean " + Printable.line(suggestion) + "?)";
    return terminal.bold(place + ": ") + kind + pointer + message + hint;
  }

  Map<String, Object> document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("file", file);
    document.put("ok", report.problems().isEmpty());
    document.put("problems", report.problems().stream().map(LintText::tree).toList());
    document.put("unsupported", report.unsupported().stream().map(LintText::tree).toList());
    return document;
  }

  private static Map<String, @Nullable Object> tree(Problem problem) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("pointer", problem.pointer());
    tree.put("line", number(problem.line()));
    tree.put("column", number(problem.column()));
    tree.put("stepId", problem.stepId());
    tree.put("message", problem.message());
    tree.put("suggestion", problem.suggestion());
    return tree;
  }

  private static @Nullable Long number(@Nullable Integer number) {
    return number == null ? null : number.longValue();
  }
}
