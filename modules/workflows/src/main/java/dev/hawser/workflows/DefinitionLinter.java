package dev.hawser.workflows;

import dev.hawser.core.error.Problem;
import java.util.List;
import java.util.ServiceLoader;

/**
 * Checks definitions without a server, by the rules that the server has. Thread-safe if the check
 * of functions is.
 */
public interface DefinitionLinter {
  /** The linter of this release; it takes any code in functions. */
  static DefinitionLinter create() {
    return ServiceLoader.load(DefinitionLinter.class).findFirst().orElseThrow();
  }

  /** The same, which checks the code of functions as well. */
  DefinitionLinter with(FunctionSyntax functions);

  /** Checks a definition in JSON. */
  Report lintJson(byte[] document);

  /** Checks a definition in YAML, which JSON without tabs is as well. */
  Report lintYaml(byte[] document);

  /**
   * What was found.
   *
   * @param problems what a server would refuse
   * @param unsupported what a server would keep, but not deploy; empty as long as there are
   *     problems
   */
  record Report(List<Problem> problems, List<Problem> unsupported) {
    public Report {
      problems = List.copyOf(problems);
      unsupported = List.copyOf(unsupported);
    }
  }
}
