package dev.hawser.workflows.internal.expression;

import static dev.cel.common.CelFunctionDecl.newFunctionDeclaration;
import static dev.cel.common.CelOverloadDecl.newGlobalOverload;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelBuilder;
import dev.cel.bundle.CelFactory;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelListsExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.hawser.workflows.internal.expression.Compilation.Flaw;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * CEL, set up for JSON. The legacy runtime ({@code legacyCelBuilder}) is on purpose: the planner of
 * 0.14 is slower by two orders of magnitude on look-ups in maps and fails on Java nulls.
 */
final class CelEngine {
  /** Of one expression, in characters. */
  static final int LONGEST_EXPRESSION = 10_000;

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
          "uuid");

  private final Cel cel;
  private final Set<String> functionNames = new TreeSet<>();

  CelEngine() {
    Functions ours = new Functions();
    var lists =
        CelExtensions.lists(
            CelListsExtensions.Function.SLICE,
            CelListsExtensions.Function.FLATTEN,
            CelListsExtensions.Function.DISTINCT,
            CelListsExtensions.Function.REVERSE,
            CelListsExtensions.Function.SORT,
            CelListsExtensions.Function.SORT_BY);
    CelBuilder builder =
        CelFactory.legacyCelBuilder()
            .setOptions(OPTIONS)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            // a subset of the extension comes without its macro, sortBy
            .addMacros(CelExtensions.lists().macros())
            .addCompilerLibraries(
                CelExtensions.strings(),
                lists,
                CelExtensions.math(),
                CelExtensions.encoders(OPTIONS),
                CelExtensions.optional())
            .addRuntimeLibraries(
                CelExtensions.strings(),
                lists,
                CelExtensions.math(),
                CelExtensions.encoders(OPTIONS),
                CelExtensions.optional())
            .addFunctionDeclarations(ours.declarations())
            .addFunctionBindings(ours.bindings())
            .addFunctionDeclarations(
                newFunctionDeclaration(
                    "uuid", newGlobalOverload(CelExpression.UUID_OVERLOAD, SimpleType.STRING)));
    for (String root : Roots.ALL) {
      builder.addVar(root, root.equals("now") ? SimpleType.TIMESTAMP : SimpleType.DYN);
    }
    cel = builder.build();
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
    CelAbstractSyntaxTree parsed;
    try {
      parsed = cel.parse(text).getAst();
    } catch (CelValidationException e) {
      return new Compilation.Failure(List.of(CelMessages.syntax(text, e.getErrors().getFirst())));
    }
    Analysis analysis = Analysis.of(parsed, functionNames);
    if (!analysis.flaws().isEmpty()) {
      return new Compilation.Failure(analysis.flaws());
    }
    try {
      CelAbstractSyntaxTree checked = cel.check(JsonFriendly.rewrite(parsed)).getAst();
      CelKind kind = checked.getResultType().kind();
      return new Compilation.Success(
          new CelExpression(
              text.strip(),
              analysis.usage(),
              kind == CelKind.BOOL || kind == CelKind.DYN,
              analysis.callsUuid(),
              checked,
              cel.createProgram(checked)));
    } catch (CelValidationException e) {
      Flaw flaw = CelMessages.types(text, e.getErrors().getFirst());
      return new Compilation.Failure(List.of(flaw));
    } catch (CelEvaluationException e) {
      return Compilation.Failure.of(-1, "the expression cannot be compiled", null);
    }
  }
}
