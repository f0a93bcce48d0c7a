package dev.hawser.workflows.internal.expression;

import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** How deep the parts of an expression are inside each other, found without recursion. */
final class Depth {
  private Depth() {}

  private record Part(CelExpr expr, int depth) {}

  static int of(CelExpr expr) {
    int deepest = 0;
    Deque<Part> open = new ArrayDeque<>();
    open.push(new Part(expr, 1));
    while (!open.isEmpty()) {
      Part part = open.pop();
      deepest = Math.max(deepest, part.depth);
      for (CelExpr inner : parts(part.expr)) {
        open.push(new Part(inner, part.depth + 1));
      }
    }
    return deepest;
  }

  private static List<CelExpr> parts(CelExpr expr) {
    Kind kind = expr.getKind();
    List<CelExpr> parts = new ArrayList<>();
    switch (kind) {
      case SELECT -> parts.add(expr.select().operand());
      case CALL -> {
        expr.call().target().ifPresent(parts::add);
        parts.addAll(expr.call().args());
      }
      case LIST -> parts.addAll(expr.list().elements());
      case MAP ->
          expr.map()
              .entries()
              .forEach(
                  entry -> {
                    parts.add(entry.key());
                    parts.add(entry.value());
                  });
      case COMPREHENSION -> {
        var loop = expr.comprehension();
        parts.add(loop.iterRange());
        parts.add(loop.accuInit());
        parts.add(loop.loopCondition());
        parts.add(loop.loopStep());
        parts.add(loop.result());
      }
      default -> {}
    }
    return parts;
  }
}
