package dev.hawser.workflows.internal.expression;

import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableIdent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Paths into the data, such as {@code trigger.body.items[0].id}. In an expression each becomes a
 * variable that is a walk of the tree (see {@link Reference}): one step for CEL instead of one for
 * each dot.
 */
final class Paths {
  /** More than these stay as they are. */
  static final int MOST = 64;

  private static final String PREFIX = "@path";

  private final List<Reference> references = new ArrayList<>();
  private final Map<String, Reference> byName = new HashMap<>();

  static String name(int number) {
    return PREFIX + number;
  }

  /** The path that a variable stands for, or null when it is another variable. */
  @Nullable Reference find(String variable) {
    return byName.get(variable);
  }

  /** Replaces an expression that is a path. */
  boolean replace(CelMutableExpr expr, Set<String> locals) {
    List<Object> segments = new ArrayList<>();
    String root = root(expr, segments);
    if (root == null || segments.isEmpty() || locals.contains(root) || !isData(root)) {
      return false;
    }
    Reference reference = Reference.of(root, segments.reversed());
    int number = references.indexOf(reference);
    if (number < 0) {
      if (references.size() == MOST) {
        return false;
      }
      number = references.size();
      references.add(reference);
      byName.put(name(number), reference);
    }
    expr.setIdent(CelMutableIdent.create(name(number)));
    return true;
  }

  private static boolean isData(String root) {
    return Roots.ALL.contains(root) && !root.equals("now");
  }

  private static @Nullable String root(CelMutableExpr expr, List<Object> segments) {
    CelMutableExpr at = expr;
    while (at.getKind() != Kind.IDENT) {
      if (at.getKind() == Kind.SELECT && !at.select().testOnly()) {
        segments.add(at.select().field());
        at = at.select().operand();
      } else if (at.getKind() == Kind.CALL && at.call().function().equals("_[_]")) {
        Object key = constant(at.call().args().get(1));
        if (key == null) {
          return null;
        }
        segments.add(key);
        at = at.call().args().get(0);
      } else {
        return null;
      }
    }
    return at.ident().name();
  }

  private static @Nullable Object constant(CelMutableExpr key) {
    if (key.getKind() != Kind.CONSTANT) {
      return null;
    }
    CelConstant constant = key.constant();
    return switch (constant.getKind()) {
      case STRING_VALUE -> constant.stringValue();
      case INT64_VALUE -> {
        long index = constant.int64Value();
        yield index >= 0 && index <= Integer.MAX_VALUE ? (Object) (int) index : null;
      }
      default -> null;
    };
  }
}
