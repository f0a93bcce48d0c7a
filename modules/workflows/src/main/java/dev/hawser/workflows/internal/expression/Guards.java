package dev.hawser.workflows.internal.expression;

import static dev.cel.common.CelOverloadDecl.newGlobalOverload;

import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import java.util.AbstractList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Functions that are put around parts of an expression when it is compiled. Where CEL itself meets
 * a value of the wrong kind, it hashes it or writes it into a message, and a value that shares its
 * parts can be far larger written out than in memory; these refuse it first.
 */
final class Guards {
  /** Around what is looped over; pays for each round. */
  static final String EACH = "@each";

  /** Around what decides, where its type is not known. */
  static final String BOOL = "@bool";

  /** Around a computed name of a field. */
  static final String KEY = "@key";

  /** Around an optional item or field of a literal. */
  static final String OPTIONAL = "@optional";

  private Guards() {}

  static void addTo(FunctionTable table) {
    TypeParamType any = TypeParamType.create("T");
    table.declare(
        EACH, newGlobalOverload("each_dyn_int_int", any, any, SimpleType.INT, SimpleType.INT));
    table.replace(
        "each_dyn_int_int",
        a -> each(a[0], ((Long) a[1]).intValue(), (Long) a[2]),
        Object.class,
        Long.class,
        Long.class);
    table.global(BOOL, "bool_dyn", a -> bool(a[0]), SimpleType.BOOL, SimpleType.DYN);
    table.declare(KEY, newGlobalOverload("key_dyn", any, any));
    table.replace("key_dyn", a -> Equality.key(a[0]), Object.class);
    table.declare(OPTIONAL, newGlobalOverload("optional_dyn", any, any));
    table.replace("optional_dyn", a -> optional(a[0]), Object.class);
  }

  /**
   * @param parts of the expression that are computed in each round
   * @param bytes that the lists and objects take which it builds in each round
   */
  private static Object each(Object range, int parts, long bytes) {
    return switch (range) {
      case List<?> list -> new Rounds(list, list, Budget.current(), parts, bytes);
      case Map<?, ?> map -> new Rounds(List.of(), map.keySet(), Budget.current(), parts, bytes);
      default -> throw new FunctionFailure(Shapes.kind(range) + " has no items to loop over");
    };
  }

  private static Object bool(Object value) {
    if (value instanceof Boolean) {
      return value;
    }
    throw new FunctionFailure(Shapes.kind(value) + " is not true or false");
  }

  private static Object optional(Object value) {
    if (value instanceof Optional<?>) {
      return value;
    }
    throw new FunctionFailure(
        "what stands behind ? in a list or an object must be optional, as in .?name, not "
            + Shapes.kind(value));
  }

  /** A list that pays for each item that is taken of it. */
  private static final class Rounds extends AbstractList<Object> {
    private final List<?> list;
    private final Iterable<?> items;
    private final Budget budget;
    private final int parts;
    private final long bytes;

    Rounds(List<?> list, Iterable<?> items, Budget budget, int parts, long bytes) {
      this.list = list;
      this.items = items;
      this.budget = budget;
      this.parts = parts;
      this.bytes = bytes;
    }

    @Override
    public Object get(int index) {
      return list.get(index);
    }

    @Override
    public int size() {
      return list.size();
    }

    @Override
    public Iterator<Object> iterator() {
      Iterator<?> iterator = items.iterator();
      return new Iterator<>() {
        @Override
        public boolean hasNext() {
          return iterator.hasNext();
        }

        @Override
        public Object next() {
          budget.tick(parts);
          budget.build(bytes);
          return iterator.next();
        }
      };
    }
  }
}
