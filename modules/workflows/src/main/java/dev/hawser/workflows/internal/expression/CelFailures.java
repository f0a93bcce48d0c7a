package dev.hawser.workflows.internal.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelErrorCode;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.runtime.CelEvaluationException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Says why an expression failed, from the values that its parts had. */
final class CelFailures {
  private static final Pattern POSITION = Pattern.compile("at <input>:(\\d{1,6})");
  private static final String UNNAMED = "the value";
  private static final Object NOT_EVALUATED = new Object();

  private final CelAbstractSyntaxTree ast;
  private final Paths paths;
  private final int indent;
  private final boolean readsSecrets;
  private final Map<Long, Object> values = new HashMap<>();

  /**
   * @param readsSecrets whether values that were computed may contain a secret
   */
  CelFailures(CelAbstractSyntaxTree ast, Paths paths, int indent, boolean readsSecrets) {
    this.ast = ast;
    this.paths = paths;
    this.indent = indent;
    this.readsSecrets = readsSecrets;
  }

  /** Called with each part that has a value, in the order of evaluation. */
  void record(CelExpr expr, @Nullable Object value) {
    values.put(expr.id(), value == null ? NOT_EVALUATED : value);
  }

  ExpressionFailure explain(CelEvaluationException error) {
    int offset = offset(error);
    CelExpr culprit = culprit(error);
    if (culprit != null && culprit.getKind() == Kind.CALL) {
      String refused = refused(culprit.call().function(), culprit);
      if (refused != null) {
        return new ExpressionFailure(refused, false, offset);
      }
    }
    for (Throwable cause = error.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof ExpressionFailure failure) { // of a path
        return new ExpressionFailure(failure.text(), failure.isMissing(), offset);
      }
      if (cause instanceof FunctionFailure failure) {
        return new ExpressionFailure(failure.getMessage(), failure.isMissing(), offset);
      }
    }
    boolean missing =
        error.getErrorCode() == CelErrorCode.ATTRIBUTE_NOT_FOUND
            || error.getErrorCode() == CelErrorCode.INDEX_OUT_OF_BOUNDS;
    String known = culprit == null ? null : ofPart(culprit, error.getErrorCode());
    return new ExpressionFailure(known == null ? general(error) : known, missing, offset);
  }

  private int offset(CelEvaluationException error) {
    Matcher position = POSITION.matcher(String.valueOf(error.getMessage()));
    return position.find() ? Math.max(0, Integer.parseInt(position.group(1)) - indent) : -1;
  }

  /** What a guard had to refuse. */
  private @Nullable String refused(String guard, CelExpr culprit) {
    if (!guard.equals(Guards.BOOL) && !guard.equals(Guards.EACH)) {
      return null;
    }
    CelExpr part = culprit.call().args().getFirst();
    if (!wasEvaluated(part)) {
      return null;
    }
    String kind = text(part) + " is " + Shapes.kind(values.getOrDefault(part.id(), value(part)));
    return kind + (guard.equals(Guards.BOOL) ? ", not true or false" : ", not a list or an object");
  }

  private @Nullable String ofPart(CelExpr culprit, CelErrorCode code) {
    if (wasEvaluated(culprit)) { // its value was refused by what is around it
      return text(culprit)
          + " is "
          + Shapes.kind(values.getOrDefault(culprit.id(), value(culprit)))
          + ", not true or false";
    }
    if (culprit.getKind() == Kind.SELECT) {
      CelExpr operand = culprit.select().operand();
      return wasEvaluated(operand) ? field(operand, culprit.select().field()) : null;
    }
    List<CelExpr> arguments = new ArrayList<>();
    culprit.call().target().ifPresent(arguments::add);
    arguments.addAll(culprit.call().args());
    if (!arguments.stream().allMatch(this::wasEvaluated)) {
      return null;
    }
    String function = culprit.call().function();
    if (function.equals("_[_]")) {
      return item(arguments.get(0), arguments.get(1));
    }
    if (code == CelErrorCode.BAD_FORMAT) {
      return CelMessages.operation(function) + " was given a value of the wrong form";
    }
    List<String> kinds = arguments.stream().map(argument -> Shapes.kind(value(argument))).toList();
    return CelMessages.operation(function) + " does not work for " + Names.list(kinds);
  }

  private String field(CelExpr parent, String name) {
    if (readsSecrets && text(parent).equals(UNNAMED)) { // its names may be secrets
      return UNNAMED + " has no field \"" + name + "\"";
    }
    return Shapes.missingField(text(parent), value(parent), name);
  }

  private String item(CelExpr parent, CelExpr key) {
    return switch (value(key)) {
      case String name when readsSecrets && key.getKind() != Kind.CONSTANT ->
          text(parent) + " has no field of that name";
      case String name -> field(parent, Names.cut(name));
      case Long index -> Shapes.missingItem(text(parent), value(parent), index);
      case null, default ->
          text(parent) + " cannot be read at a position that is " + Shapes.kind(value(key));
    };
  }

  private static String general(CelEvaluationException error) {
    return switch (error.getErrorCode()) {
      case DIVIDE_BY_ZERO -> "it divides by zero";
      case NUMERIC_OVERFLOW -> "a number is out of the range that it can have";
      case ITERATION_BUDGET_EXCEEDED -> "it loops over more than 250,000 items";
      case BAD_FORMAT, INVALID_ARGUMENT -> "a value does not have the form that it needs";
      default -> "it does not work on this data";
    };
  }

  /** The part at the position of the error that got its operands but no value. */
  private @Nullable CelExpr culprit(CelEvaluationException error) {
    Matcher position = POSITION.matcher(String.valueOf(error.getMessage()));
    if (!position.find() || speaksForItself(error)) {
      return null;
    }
    int offset = Integer.parseInt(position.group(1));
    return CelNavigableAst.fromAst(ast)
        .getRoot()
        .allNodes()
        .map(CelNavigableExpr::expr)
        .filter(expr -> expr.getKind() == Kind.SELECT || expr.getKind() == Kind.CALL)
        .filter(expr -> isAt(expr, offset))
        .findFirst()
        .orElse(null);
  }

  /** Whether the values of the parts would add nothing. */
  static boolean speaksForItself(CelEvaluationException error) {
    CelErrorCode code = error.getErrorCode();
    return code == CelErrorCode.DIVIDE_BY_ZERO
        || code == CelErrorCode.NUMERIC_OVERFLOW
        || code == CelErrorCode.ITERATION_BUDGET_EXCEEDED;
  }

  private boolean isAt(CelExpr expr, int offset) {
    Integer at = ast.getSource().getPositionsMap().get(expr.id());
    return at != null && at == offset;
  }

  private boolean wasEvaluated(CelExpr expr) {
    return expr.getKind() == Kind.CONSTANT || values.containsKey(expr.id());
  }

  private @Nullable Object value(CelExpr expr) {
    if (expr.getKind() == Kind.CONSTANT) {
      return constant(expr.constant());
    }
    Object value = values.get(expr.id());
    return value == NOT_EVALUATED ? null : Budget.present(value);
  }

  private static @Nullable Object constant(CelConstant constant) {
    return switch (constant.getKind()) {
      case STRING_VALUE -> constant.stringValue();
      case INT64_VALUE -> constant.int64Value();
      case DOUBLE_VALUE -> constant.doubleValue();
      case BOOLEAN_VALUE -> constant.booleanValue();
      default -> null;
    };
  }

  /** A path as its author wrote it; anything longer is "the value". */
  private String text(CelExpr expr) {
    if (expr.getKind() == Kind.IDENT) {
      Reference path = paths.find(expr.ident().name());
      return path == null ? expr.ident().name() : path.text();
    }
    if (expr.getKind() == Kind.SELECT) {
      String parent = text(expr.select().operand());
      return parent.equals(UNNAMED) ? parent : parent + "." + expr.select().field();
    }
    if (expr.getKind() == Kind.CALL
        && expr.call().function().equals("_[_]")
        && expr.call().args().get(1).getKind() == Kind.CONSTANT) {
      String parent = text(expr.call().args().get(0));
      Object key = value(expr.call().args().get(1));
      String index = key instanceof String name ? "\"" + name + "\"" : String.valueOf(key);
      return parent.equals(UNNAMED) ? parent : parent + "[" + index + "]";
    }
    return UNNAMED;
  }
}
