package dev.hawser.workflows.internal.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelMutableAst;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableCall;
import dev.cel.common.ast.CelMutableExpr.CelMutableMap;
import java.util.List;

/**
 * Rewrites a parsed expression where CEL's rules are made for typed messages and get in the way of
 * JSON:
 *
 * <ul>
 *   <li>{@code a.?b} and {@code a[?k]} also go through a null parent;
 *   <li>{@code has(a.b.c)} is false, not an error, when {@code a.b} is missing or null;
 *   <li>the two results of {@code ?:}, and lists that are added, may have different types.
 * </ul>
 */
final class JsonFriendly {
  private final CelMutableAst ast;
  private long nextId;

  private JsonFriendly(CelMutableAst ast, long nextId) {
    this.ast = ast;
    this.nextId = nextId;
  }

  static CelAbstractSyntaxTree rewrite(CelAbstractSyntaxTree parsed) {
    long highest = 0;
    for (long id : parsed.getSource().getPositionsMap().keySet()) {
      highest = Math.max(highest, id);
    }
    JsonFriendly rewriter = new JsonFriendly(CelMutableAst.fromCelAst(parsed), highest + 1_000);
    rewriter.visit(rewriter.ast.expr());
    // The source of the original: the one of a mutable tree has lost the positions.
    return CelAbstractSyntaxTree.newParsedAst(
        rewriter.ast.toParsedAst().getExpr(), parsed.getSource());
  }

  private void visit(CelMutableExpr expr) {
    switch (expr.getKind()) {
      case SELECT -> {
        visit(expr.select().operand());
        if (expr.select().testOnly()) {
          CelMutableExpr found = optionalField(expr.select().operand(), expr.select().field());
          expr.setCall(CelMutableCall.create(optionalChain(found), "hasValue"));
        }
      }
      case CALL -> {
        expr.call().target().ifPresent(this::visit);
        expr.call().args().forEach(this::visit);
        call(expr.call());
      }
      case LIST -> expr.list().elements().forEach(this::visit);
      case MAP -> {
        for (CelMutableMap.Entry entry : expr.map().entries()) {
          visit(entry.key());
          visit(entry.value());
        }
      }
      case COMPREHENSION -> {
        var loop = expr.comprehension();
        for (CelMutableExpr part :
            List.of(
                loop.iterRange(),
                loop.accuInit(),
                loop.loopCondition(),
                loop.loopStep(),
                loop.result())) {
          visit(part);
        }
      }
      default -> {}
    }
  }

  private void call(CelMutableCall call) {
    switch (call.function()) {
      case "_?._" -> call.setFunction(Functions.OPTIONAL_FIELD);
      case "_[?_]" -> call.setFunction(Functions.OPTIONAL_ITEM);
      case "_?_:_" -> {
        call.setArg(1, dynamic(call.args().get(1)));
        call.setArg(2, dynamic(call.args().get(2)));
      }
      case "_+_" -> {
        for (int i = 0; i < call.args().size(); i++) {
          if (call.args().get(i).getKind() == Kind.LIST) {
            call.setArg(i, dynamic(call.args().get(i)));
          }
        }
      }
      case "@in" -> {
        if (call.args().getFirst().getKind() == Kind.CONSTANT) {
          call.setArg(0, dynamic(call.args().getFirst()));
        }
      }
      default -> {}
    }
  }

  /** Makes the parents of {@code found} optional too. */
  private CelMutableExpr optionalChain(CelMutableExpr found) {
    CelMutableExpr operand = found.call().args().getFirst();
    if (operand.getKind() == Kind.SELECT && !operand.select().testOnly()) {
      CelMutableExpr parent = optionalField(operand.select().operand(), operand.select().field());
      found.call().setArg(0, optionalChain(parent));
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
    return CelMutableExpr.ofCall(nextId++, CelMutableCall.create("dyn", expr));
  }
}
