package dev.hawser.workflows.internal.expression;

import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * What one round of a loop costs, as far as that can be known before it runs. Loops inside of it
 * pay for themselves, too.
 *
 * @param parts that are computed
 * @param bytes that its literal lists and objects take
 */
record RoundCost(int parts, long bytes) {
  private static final int LIST = 56;
  private static final int ITEM = 20;
  private static final int OBJECT = 64;
  private static final int FIELD = 64;

  static RoundCost of(CelMutableExpr... expressions) {
    int parts = 0;
    long bytes = 0;
    Deque<CelMutableExpr> open = new ArrayDeque<>(List.of(expressions));
    while (!open.isEmpty()) {
      CelMutableExpr expr = open.pop();
      parts++;
      List<CelMutableExpr> inner = inner(expr);
      open.addAll(inner);
      bytes +=
          switch (expr.getKind()) {
            case LIST -> LIST + (long) ITEM * inner.size();
            case MAP -> OBJECT + (long) FIELD * inner.size() / 2;
            default -> 0;
          };
    }
    return new RoundCost(parts, bytes);
  }

  private static List<CelMutableExpr> inner(CelMutableExpr expr) {
    List<CelMutableExpr> inner = new ArrayList<>();
    switch (expr.getKind()) {
      case SELECT -> inner.add(expr.select().operand());
      case CALL -> {
        expr.call().target().ifPresent(inner::add);
        inner.addAll(expr.call().args());
      }
      case LIST -> inner.addAll(expr.list().elements());
      case MAP -> {
        for (CelMutableMap.Entry entry : expr.map().entries()) {
          inner.add(entry.key());
          inner.add(entry.value());
        }
      }
      case COMPREHENSION -> {
        var loop = expr.comprehension();
        inner.add(loop.iterRange());
        inner.add(loop.accuInit());
        inner.add(loop.result());
      }
      default -> {}
    }
    return inner;
  }
}
