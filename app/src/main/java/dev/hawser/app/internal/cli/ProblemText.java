package dev.hawser.app.internal.cli;

import dev.hawser.core.error.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What is wrong with a definition file, told as compilers do: place, source line, caret, help. */
final class ProblemText {
  private static final int WIDEST_LINE = 200;
  private final Terminal terminal;
  private final String file;
  private final List<String> source;

  ProblemText(Terminal terminal, String file, String source) {
    this.terminal = terminal;
    this.file = file;
    this.source = source.lines().toList();
  }

  List<String> lines(Problem problem) {
    List<String> lines = new ArrayList<>();
    Integer line = problem.line();
    String place =
        Stream.of(file, line, line == null ? null : problem.column())
            .filter(part -> part != null)
            .map(String::valueOf)
            .reduce((a, b) -> a + ":" + b)
            .orElse(file);
    String message = Printable.line(problem.message());
    lines.add(terminal.bold(Printable.line(place) + ": ") + terminal.red("error: ") + message);
    excerpt(lines, line, problem.column());
    String where = where(problem);
    if (!where.isEmpty()) {
      lines.add("  " + terminal.dim("at   ") + Printable.line(where));
    }
    String suggestion = problem.suggestion();
    if (suggestion != null && !message.contains("\"" + suggestion + "\"")) {
      lines.add("  " + terminal.dim("help ") + "did you mean " + Printable.line(suggestion) + "?");
    }
    return lines;
  }

  private void excerpt(List<String> lines, @Nullable Integer line, @Nullable Integer column) {
    if (line == null || line < 1 || line > source.size()) {
      return;
    }
    String number = Integer.toString(line);
    String text = source.get(line - 1);
    if (text.length() > WIDEST_LINE || text.isBlank()) {
      return;
    }
    String shown = Printable.line(text);
    lines.add("  " + terminal.dim(number + " | ") + shown);
    // Only where each character of the source still is one of the shown line.
    if (column != null
        && column >= 1
        && column <= text.length()
        && shown.length() == text.length()) {
      String gap = " ".repeat(number.length());
      lines.add("  " + terminal.dim(gap + " | ") + " ".repeat(column - 1) + terminal.red("^"));
    }
  }

  private static String where(Problem problem) {
    String step = problem.stepId() == null ? "" : "step " + problem.stepId();
    if (problem.pointer().isEmpty()) {
      return step;
    }
    return step.isEmpty() ? problem.pointer() : step + ", " + problem.pointer();
  }
}
