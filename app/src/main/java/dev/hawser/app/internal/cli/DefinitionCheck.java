package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ApiError;
import dev.hawser.app.internal.cli.client.ProjectApi;
import dev.hawser.core.error.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks the server whether definitions are right, and tells what is not. */
final class DefinitionCheck {
  private static final int UNPROCESSABLE = 422;
  private final Terminal terminal;
  private final ProjectApi api;
  private final String use;

  /**
   * @param use {@code save} or {@code deploy}
   */
  DefinitionCheck(Terminal terminal, ProjectApi api, String use) {
    this.terminal = terminal;
    this.api = api;
    this.use = use;
  }

  /** Looks at all files and prints all problems. */
  boolean right(List<DefinitionFile> files) {
    int wrong = 0;
    Map<String, DefinitionFile> byName = new HashMap<>();
    for (DefinitionFile file : files) {
      List<Problem> problems = problems(file);
      if (problems.isEmpty()) {
        problems = clash(file, byName);
      }
      if (!problems.isEmpty()) {
        wrong++;
        ProblemText text = new ProblemText(terminal, file.shown(), file.text());
        problems.forEach(problem -> text.lines(problem).forEach(terminal.err()::println));
      }
    }
    if (wrong == 0) {
      return true;
    }
    String what =
        files.size() == 1
            ? "The file is not right"
            : "%d of %d files are not right".formatted(wrong, files.size());
    terminal.err().println();
    terminal.err().println(terminal.red("error: ") + what + "; nothing was changed");
    return false;
  }

  private List<Problem> problems(DefinitionFile file) {
    try {
      return api.validate(file.payload(), use);
    } catch (ApiError e) {
      // Too large, or not even a document: the other files are worth a look nevertheless.
      if (e.status() != UNPROCESSABLE && e.status() != 413 && e.status() != 400) {
        throw e;
      }
      return e.problems().isEmpty() ? List.of(Problem.at("", e.detail())) : e.problems();
    }
  }

  private static List<Problem> clash(DefinitionFile file, Map<String, DefinitionFile> byName) {
    String name = file.name().orElse("");
    DefinitionFile other = byName.putIfAbsent(name, file);
    return other == null
        ? List.of()
        : List.of(
            Problem.at(
                "/name",
                "the name \"%s\" is already that of %s; each workflow needs its own"
                    .formatted(name, other.shown())));
  }
}
