package dev.hawser.workflows.internal.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelMutableAst;
import dev.cel.common.CelSource;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableCall;
import dev.cel.common.ast.CelMutableExpr.CelMutableComprehension;
import dev.cel.common.ast.CelMutableExpr.CelMutableList;
import dev.cel.common.ast.CelMutableExpr.CelMutableMap;
import dev.cel.common.types.CelKind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites a parsed expression where CEL's rules are made for typed messages and get in the way of
 * JSON:
 *
 * <ul>
 *   <li>{@code a.?b} and {@code a[?k]} also go through a null parent;
 *   <li>{@code has(a.b.c)} is false, not an error, when {@code a.b} is missing or null;
 *   <li>the two results of {@code ?:}, and lists that are added, may have different types;
 * </ul>
 *
 * and puts {@link Guards} around what CEL would not bound.
 */
final class JsonFriendly {
  private static final String ACCUMULATOR = "@result";
  private static final Set<String> DECIDING = Set.of("_&&_", "_||_", "_?_:_");

  private final CelMutableAst ast;
  private final Map<Long, Integer> positions;
  private final @Nullable CelAbstractSyntaxTree checked;
  private final Paths paths;
  private long nextId;
  private boolean changed;

  /**
   * @param checked the same expression with types; null in the first pass
   */
  private JsonFriendly(
      CelAbstractSyntaxTree parsed, @Nullable CelAbstractSyntaxTree checked, Paths paths) {
    this.paths = paths;
    this.ast = CelMutableAst.fromCelAst(parsed);
    this.checked = checked;
    this.positions = new HashMap<>(parsed.getSource().getPositionsMap());
    long highest = 0;
    for (long id : positions.keySet()) {
      highest = Math.max(highest, id);
    }
    this.nextId = highest + 1_000;
  }

  /**
   * @param paths gets the paths into the data that became variables
   */
  static CelAbstractSyntaxTree rewrite(CelAbstractSyntaxTree parsed, Paths paths) {
    JsonFriendly rewriter = new JsonFriendly(parsed, null, paths);
    rewriter.visit(rewriter.ast.expr(), Set.of());
    return rewriter.result(parsed);
  }

  /**
   * Puts a guard around everything that decides and is not known to be a boolean; gives null when
   * there is no such part.
   *
   * @param rewritten what {@link #rewrite} gave
   * @param checked the same with types
   */
  static @Nullable CelAbstractSyntaxTree guard(
      CelAbstractSyntaxTree rewritten, CelAbstractSyntaxTree checked) {
    JsonFriendly rewriter = new JsonFriendly(rewritten, checked, new Paths());
    rewriter.visit(rewriter.ast.expr(), Set.of());
    return rewriter.changed ? rewriter.result(rewritten) : null;
  }

  private CelAbstractSyntaxTree result(CelAbstractSyntaxTree original) {
    // The source of the original: the one of a mutable tree has lost the positions.
    CelSource source = original.getSource().toBuilder().addPositionsMap(positions).build();
    return CelAbstractSyntaxTree.newParsedAst(ast.toParsedAst().getExpr(), source);
  }

  private void visit(CelMutableExpr expr, Set<String> locals) {
    if (checked == null && paths.replace(expr, locals)) {
      return;
    }
    switch (expr.getKind()) {
      case SELECT -> {
        if (expr.select().testOnly() && checked == null) {
          CelMutableExpr found = optionalField(expr.select().operand(), expr.select().field());
          expr.setCall(CelMutableCall.create(optionalChain(found, locals), "hasValue"));
        } else {
          visit(expr.select().operand(), locals);
        }
      }
      case CALL -> {
        expr.call().target().ifPresent(target -> visit(target, locals));
        expr.call().args().forEach(argument -> visit(argument, locals));
        if (checked == null) {
          call(expr.call());
        } else {
          decide(expr.call());
        }
      }
      case LIST -> list(expr.list(), locals);
      case MAP -> object(expr.map(), locals);
      case COMPREHENSION -> loop(expr.comprehension(), locals);
      default -> {}
    }
  }

  private void list(CelMutableList list, Set<String> locals) {
    list.elements().forEach(item -> visit(item, locals));
    if (checked == null) {
      for (int index : list.optionalIndices()) {
        list.setElement(index, guard(Guards.OPTIONAL, list.elements().get(index)));
      }
    }
  }

  private void object(CelMutableMap object, Set<String> locals) {
    for (CelMutableMap.Entry entry : object.entries()) {
      visit(entry.key(), locals);
      visit(entry.value(), locals);
      if (checked == null) {
        if (entry.key().getKind() != Kind.CONSTANT) {
          entry.setKey(guard(Guards.KEY, entry.key()));
        }
        if (entry.optionalEntry()) {
          entry.setValue(guard(Guards.OPTIONAL, entry.value()));
        }
      }
    }
  }

  private void loop(CelMutableComprehension loop, Set<String> locals) {
    visit(loop.iterRange(), locals);
    visit(loop.accuInit(), locals);
    Set<String> inner = new HashSet<>(locals);
    inner.addAll(List.of(loop.iterVar(), loop.iterVar2(), loop.accuVar()));
    visit(loop.loopCondition(), inner);
    visit(loop.loopStep(), inner);
    visit(loop.result(), inner);
    if (checked == null) {
      RoundCost cost = RoundCost.of(loop.loopCondition(), loop.loopStep());
      loop.setIterRange(
          guard(Guards.EACH, loop.iterRange(), constant(cost.parts()), constant(cost.bytes())));
    }
  }

  private void decide(CelMutableCall call) {
    int deciding = call.function().equals("_?_:_") ? 1 : call.args().size();
    for (int i = 0; DECIDING.contains(call.function()) && i < deciding; i++) {
      CelMutableExpr part = call.args().get(i);
      if (java.util.Objects.requireNonNull(checked).getTypeOrThrow(part.id()).kind()
          != CelKind.BOOL) {
        call.setArg(i, guard(Guards.BOOL, part));
        changed = true;
      }
    }
  }

  /** Whether it is what a loop has collected so far: there, CEL's own code needs no help. */
  private static boolean isAccumulator(CelMutableExpr expr) {
    return expr.getKind() == Kind.IDENT && expr.ident().name().equals(ACCUMULATOR);
  }

  private void call(CelMutableCall call) {
    switch (call.function()) {
      case "_?._" -> call.setFunction(Functions.OPTIONAL_FIELD);
      case "_[?_]" -> call.setFunction(Functions.OPTIONAL_ITEM);
      case "_?_:_" -> {
        if (!isAccumulator(call.args().get(2))) {
          call.setArg(1, dynamic(call.args().get(1)));
          call.setArg(2, dynamic(call.args().get(2)));
        }
      }
      case "_+_" -> {
        if (isAccumulator(call.args().getFirst())) {
          return;
        }
        for (int i = 0; i < call.args().size(); i++) {
          if (call.args().get(i).getKind() == Kind.LIST) {
            call.setArg(i, dynamic(call.args().get(i)));
          }
        }
      }
      case "lists.@sortByAssociatedKeys" -> call.setArg(0, dynamic(call.args().getFirst()));
      case "@in" -> {
        if (call.args().getFirst().getKind() == Kind.CONSTANT) {
          call.setArg(0, dynamic(call.args().getFirst()));
        }
      }
      default -> {}
    }
  }

  /** Makes the parents of {@code found} optional too. */
  private CelMutableExpr optionalChain(CelMutableExpr found, Set<String> locals) {
    CelMutableExpr operand = found.call().args().getFirst();
    if (operand.getKind() == Kind.SELECT && !operand.select().testOnly()) {
      CelMutableExpr parent = optionalField(operand.select().operand(), operand.select().field());
      found.call().setArg(0, optionalChain(parent, locals));
    } else {
      visit(operand, locals);
    }
    return found;
  }

  private CelMutableExpr optionalField(CelMutableExpr operand, String field) {
    return CelMutableExpr.ofCall(
        nextId++,
        CelMutableCall.create(
            Functions.OPTIONAL_FIELD,
            operand,
            CelMutableExpr.ofConstant(nextId++, CelConstant.ofValue(field))));
  }

  private CelMutableExpr dynamic(CelMutableExpr expr) {
    return guard("dyn", expr);
  }

  /** The part inside of a function, which has the part's position. */
  private CelMutableExpr guard(String function, CelMutableExpr... arguments) {
    long id = nextId++;
    Integer position = positions.get(arguments[0].id());
    if (position != null) {
      positions.put(id, position);
    }
    return CelMutableExpr.ofCall(id, CelMutableCall.create(function, arguments));
  }

  private CelMutableExpr constant(long number) {
    return CelMutableExpr.ofConstant(nextId++, CelConstant.ofValue(number));
  }
}
