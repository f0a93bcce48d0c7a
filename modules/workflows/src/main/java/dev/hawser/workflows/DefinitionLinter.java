package dev.hawser.workflows;

import dev.hawser.core.error.Problem;
import dev.hawser.workflows.internal.language.DefinitionCompiler;
import dev.hawser.workflows.internal.source.SourceFormat;
import java.util.List;

/** Checks definitions without a server, by the rules that the server has. Thread-safe. */
public final class DefinitionLinter {
  private final DefinitionCompiler compiler;

  /** Takes any code in function steps. */
  public DefinitionLinter() {
    this(FunctionSyntax.UNCHECKED);
  }

  /**
   * @param syntax checks the code of function steps
   */
  public DefinitionLinter(FunctionSyntax syntax) {
    this.compiler = new DefinitionCompiler(syntax);
  }

  /**
   * What was found.
   *
   * @param problems what a server would refuse
   * @param unsupported what a server would keep, but not deploy; empty as long as there are
   *     problems
   */
  public record Report(List<Problem> problems, List<Problem> unsupported) {
    public Report {
      problems = List.copyOf(problems);
      unsupported = List.copyOf(unsupported);
    }
  }

  /** Checks a definition in JSON. */
  public Report lintJson(byte[] document) {
    return lint(document, SourceFormat.JSON);
  }

  /** Checks a definition in YAML, which JSON without tabs is as well. */
  public Report lintYaml(byte[] document) {
    return lint(document, SourceFormat.YAML);
  }

  private Report lint(byte[] document, SourceFormat format) {
    DefinitionCompiler.Result result = compiler.compile(document, format);
    Plan plan = result.plan();
    return new Report(result.problems(), plan == null ? List.of() : plan.unsupported());
  }
}
