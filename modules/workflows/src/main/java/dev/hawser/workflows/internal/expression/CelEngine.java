package dev.hawser.workflows.internal.expression;

import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelListsExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.hawser.workflows.internal.expression.Compilation.Flaw;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * CEL, set up for JSON and for expressions of strangers. The legacy runtime is on purpose: the
 * planner of 0.14 is slower by two orders of magnitude on look-ups in maps and fails on Java nulls.
 * Whatever in CEL builds, searches or compares something of any size is replaced by functions that
 * pay for it (see {@link Budget}).
 */
final class CelEngine {
  /** Of one expression, in characters. */
  static final int LONGEST_EXPRESSION = 10_000;

  /** Parts inside parts: everything walks expressions recursively. */
  private static final int DEEPEST = 200;

  private static final int MOST_ITERATIONS = 250_000;
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .comprehensionMaxIterations(MOST_ITERATIONS)
          .maxExpressionCodePointSize(LONGEST_EXPRESSION)
          .build();

  /** Functions of the extensions, and macros, as an author writes them. */
  private static final List<String> EXTENSION_NAMES =
      List.of(
          "charAt",
          "indexOf",
          "join",
          "lastIndexOf",
          "lowerAscii",
          "upperAscii",
          "strings.quote",
          "replace",
          "reverse",
          "split",
          "substring",
          "trim",
          "slice",
          "flatten",
          "distinct",
          "sort",
          "sortBy",
          "first",
          "last",
          "math.greatest",
          "math.least",
          "math.ceil",
          "math.floor",
          "math.round",
          "math.trunc",
          "math.isFinite",
          "math.isNaN",
          "math.isInf",
          "math.abs",
          "math.sign",
          "math.sqrt",
          "math.bitAnd",
          "math.bitOr",
          "math.bitXor",
          "math.bitNot",
          "math.bitShiftLeft",
          "math.bitShiftRight",
          "base64.encode",
          "base64.decode",
          "value",
          "hasValue",
          "or",
          "orValue",
          "optMap",
          "optFlatMap",
          "optional.none",
          "optional.of",
          "optional.ofNonZeroValue",
          "optional.unwrap",
          "has",
          "all",
          "exists",
          "exists_one",
          "map",
          "filter",
          "groupBy",
          "keyBy",
          "uniqueBy");

  private final CelCompiler compiler;
  private final CelRuntime runtime;
  private final Set<String> functionNames = new TreeSet<>();

  CelEngine() {
    FunctionTable ours = Functions.table();
    var lists =
        CelExtensions.lists(
            CelListsExtensions.Function.SLICE,
            CelListsExtensions.Function.FLATTEN,
            CelListsExtensions.Function.DISTINCT,
            CelListsExtensions.Function.REVERSE,
            CelListsExtensions.Function.SORT,
            CelListsExtensions.Function.SORT_BY);
    CelCompilerBuilder builder =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            // a subset of the extension comes without its macro, sortBy
            .addMacros(CelExtensions.lists().macros())
            .addMacros(Macros.all())
            .addLibraries(
                CelExtensions.strings(),
                lists,
                CelExtensions.math(),
                CelExtensions.encoders(OPTIONS),
                CelExtensions.optional())
            .addFunctionDeclarations(ours.declarations());
    for (String root : Roots.ALL) {
      builder.addVar(root, root.equals("now") ? SimpleType.TIMESTAMP : SimpleType.DYN);
    }
    for (int i = 0; i < Paths.MOST; i++) {
      builder.addVar(Paths.name(i), SimpleType.DYN);
    }
    compiler = builder.build();
    runtime =
        CelRuntimeFactory.legacyCelRuntimeBuilder()
            .setOptions(OPTIONS)
            .setStandardEnvironmentEnabled(false)
            // before the extensions: of two bindings, the first one counts
            .addFunctionBindings(ours.bindings())
            .addFunctionBindings(StandardBindings.of(OPTIONS))
            .addLibraries(
                CelExtensions.strings(),
                lists,
                CelExtensions.math(),
                CelExtensions.encoders(OPTIONS),
                CelExtensions.optional())
            .build();
    Arrays.stream(StandardFunction.values())
        .map(function -> function.functionDecl().name())
        .forEach(functionNames::add);
    ours.declarations().stream().map(CelFunctionDecl::name).forEach(functionNames::add);
    functionNames.addAll(EXTENSION_NAMES);
  }

  /** The names of all functions, operators in CEL's spelling among them. */
  Set<String> functionNames() {
    return functionNames;
  }

  Compilation compile(String text) {
    try {
      return compileUnguarded(text);
    } catch (StackOverflowError e) { // the parser itself, on what nests in ways it does not count
      return tooDeep();
    }
  }

  private static Compilation tooDeep() {
    return Compilation.Failure.of(
        -1, "the expression nests more than " + DEEPEST + " parts inside each other", null);
  }

  private Compilation compileUnguarded(String text) {
    CelAbstractSyntaxTree parsed;
    try {
      parsed = compiler.parse(text).getAst();
    } catch (CelValidationException e) {
      return new Compilation.Failure(List.of(CelMessages.syntax(text, e.getErrors().getFirst())));
    }
    if (Depth.of(parsed.getExpr()) > DEEPEST) {
      return tooDeep();
    }
    Analysis analysis = Analysis.of(parsed, functionNames);
    if (!analysis.flaws().isEmpty()) {
      return new Compilation.Failure(analysis.flaws());
    }
    try {
      Paths paths = new Paths();
      CelAbstractSyntaxTree rewritten = JsonFriendly.rewrite(parsed, paths);
      CelAbstractSyntaxTree checked = compiler.check(rewritten).getAst();
      CelAbstractSyntaxTree guarded = JsonFriendly.guard(rewritten, checked);
      checked = guarded == null ? checked : compiler.check(guarded).getAst();
      CelKind kind = checked.getResultType().kind();
      return new Compilation.Success(
          new CelExpression(
              text.strip(),
              text.length() - text.stripLeading().length(),
              analysis.usage(),
              kind == CelKind.BOOL || kind == CelKind.DYN,
              paths,
              checked,
              runtime.createProgram(checked)));
    } catch (CelValidationException e) {
      Flaw flaw = CelMessages.types(text, e.getErrors().getFirst());
      return new Compilation.Failure(List.of(flaw));
    } catch (CelEvaluationException e) {
      return Compilation.Failure.of(-1, "the expression cannot be compiled", null);
    }
  }
}
