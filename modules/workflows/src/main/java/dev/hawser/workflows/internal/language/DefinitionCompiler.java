package dev.hawser.workflows.internal.language;

import dev.hawser.core.error.Problem;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.FunctionChecks;
import dev.hawser.workflows.FunctionSyntax;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.internal.expression.Expressions;
import dev.hawser.workflows.internal.source.MalformedDocumentException;
import dev.hawser.workflows.internal.source.Node;
import dev.hawser.workflows.internal.source.SourceFormat;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads definitions of schema {@code hawser/v1}: all problems, or a plan. Thread-safe. */
@Singleton
public final class DefinitionCompiler {
  /** Of a definition, in bytes. */
  public static final int LARGEST = 1 << 20;

  private final Expressions expressions = new Expressions();
  private final UserSchemas schemas = new UserSchemas();
  private final FunctionChecks checks;

  /** Takes any code in function steps. */
  public DefinitionCompiler() {
    this(null);
  }

  /**
   * @param checks null when nobody can check the code of function steps
   */
  @Inject
  public DefinitionCompiler(@Nullable FunctionChecks checks) {
    this.checks = checks == null ? FunctionChecks.NONE : checks;
  }

  /**
   * What became of a definition.
   *
   * @param json the document as a JSON value; null when it is not one, or not an object
   * @param name null when it is missing or wrong
   * @param plan null when there is any problem
   */
  public record Result(
      @Nullable Object json, @Nullable String name, @Nullable Plan plan, List<Problem> problems) {
    public Result {
      problems = List.copyOf(problems);
    }
  }

  /** Pays the cost of the first compilation; may run beside others. */
  public void warmUp() {
    expressions.warmUp();
  }

  /**
   * Reads a definition of a project. May wait for a process that checks the code of its functions,
   * so nobody calls it with a connection in hand.
   */
  public Result compile(ProjectId project, byte[] utf8, SourceFormat format) {
    return compile(utf8, format, checks.of(project));
  }

  /** Reads a text, with any code in its functions. */
  public Result compile(byte[] utf8, SourceFormat format) {
    return compile(utf8, format, FunctionSyntax.UNCHECKED);
  }

  /**
   * Reads a definition that was checked when it was deployed: the code of its functions is taken as
   * it is.
   */
  public Result compileDeployed(byte[] json) {
    return read(json, SourceFormat.JSON, FunctionSyntax.UNCHECKED);
  }

  /** Reads a text. */
  public Result compile(byte[] utf8, SourceFormat format, FunctionSyntax functions) {
    if (utf8.length > LARGEST) {
      String message = "the definition is larger than 1 MiB (" + utf8.length + " bytes)";
      return new Result(null, null, null, List.of(Problem.at("", message)));
    }
    return read(utf8, format, functions);
  }

  private Result read(byte[] utf8, SourceFormat format, FunctionSyntax functions) {
    try {
      return compile(format.read(utf8), functions);
    } catch (MalformedDocumentException e) {
      var at = e.position();
      Problem problem =
          new Problem(
              "",
              e.text(),
              null,
              null,
              at == null ? null : at.line(),
              at == null ? null : at.column());
      return new Result(null, null, null, List.of(problem));
    }
  }

  private Result compile(Node root, FunctionSyntax functions) {
    Findings findings = new Findings();
    Fields fields = Fields.of(Part.root(findings, root), Grammar.ROOT);
    if (fields == null) {
      return new Result(null, null, null, findings.problems());
    }
    var reader = new RootReader(fields, new RootReader.Tools(expressions, schemas, functions));
    Plan plan = reader.plan();
    boolean right = findings.isEmpty();
    return new Result(root.json(), reader.name(), right ? plan : null, findings.problems());
  }
}
