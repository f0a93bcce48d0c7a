package dev.hawser.workflows.internal.lint;

import dev.hawser.workflows.DefinitionLinter;
import dev.hawser.workflows.FunctionSyntax;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.internal.language.DefinitionCompiler;
import dev.hawser.workflows.internal.source.SourceFormat;
import java.util.List;

/** Compiles definitions and keeps what the compiler says. Found as a service. */
public final class CompilingLinter implements DefinitionLinter {
  private final DefinitionCompiler compiler;
  private final FunctionSyntax functions;

  /** Takes any code in functions. */
  public CompilingLinter() {
    this(new DefinitionCompiler(), FunctionSyntax.UNCHECKED);
  }

  private CompilingLinter(DefinitionCompiler compiler, FunctionSyntax functions) {
    this.compiler = compiler;
    this.functions = functions;
  }

  @Override
  public DefinitionLinter with(FunctionSyntax other) {
    return new CompilingLinter(compiler, other);
  }

  @Override
  public Report lintJson(byte[] document) {
    return lint(document, SourceFormat.JSON);
  }

  @Override
  public Report lintYaml(byte[] document) {
    return lint(document, SourceFormat.YAML);
  }

  private Report lint(byte[] document, SourceFormat format) {
    DefinitionCompiler.Result result = compiler.compile(document, format, functions);
    Plan plan = result.plan();
    return new Report(result.problems(), plan == null ? List.of() : plan.unsupported());
  }
}
