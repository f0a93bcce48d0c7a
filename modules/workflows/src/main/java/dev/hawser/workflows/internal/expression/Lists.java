package dev.hawser.workflows.internal.expression;

import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.ConcatenatedListView;
import dev.cel.runtime.RuntimeHelpers;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.RandomAccess;
import java.util.Set;

/** Functions that build lists. */
final class Lists {
  private static final int LONGEST_RANGE = 100_000;

  private Lists() {}

  static void addTo(FunctionTable table) {
    table.replace("add_list", a -> concat(list(a[0]), list(a[1])), List.class, List.class);
    table.replace(
        "list_slice",
        a -> slice(list(a[0]), (Long) a[1], (Long) a[2]),
        List.class,
        Long.class,
        Long.class);
    table.replace("list_flatten", a -> flatten(list(a[0]), 1), List.class);
    table.replace(
        "list_flatten_list_int", a -> flatten(list(a[0]), (Long) a[1]), List.class, Long.class);
    table.replace("list_distinct", a -> distinct(list(a[0])), List.class);
    table.replace("list_reverse", a -> copy(list(a[0]).reversed()), List.class);
    table.replace("list_sort", a -> sort(list(a[0])), List.class);
    table.replace("list_sortByAssociatedKeys", a -> sortByKeys(list(a[0])), List.class);
    table.replace("optional_unwrap_list", a -> unwrap(list(a[0])), List.class);
    table.global(
        "lists.range",
        "lists_range_bounded",
        a -> range((Long) a[0]),
        ListType.create(SimpleType.INT),
        SimpleType.INT);
    table.member(
        "chunk",
        "list_chunk_int",
        a -> chunk(list(a[0]), (Long) a[1]),
        FunctionTable.LIST,
        FunctionTable.LIST,
        SimpleType.INT);
    table.member(
        "compact",
        "list_compact",
        a -> compact(list(a[0])),
        FunctionTable.LIST,
        FunctionTable.LIST);
    table.member(
        "difference",
        "list_difference_list",
        a -> common(list(a[0]), list(a[1]), false),
        FunctionTable.LIST,
        FunctionTable.LIST,
        FunctionTable.LIST);
    table.member(
        "intersection",
        "list_intersection_list",
        a -> common(list(a[0]), list(a[1]), true),
        FunctionTable.LIST,
        FunctionTable.LIST,
        FunctionTable.LIST);
    table.global(
        Macros.GROUP_BY,
        "list_group_by",
        a -> groupBy(list(a[0])),
        FunctionTable.OBJECT,
        FunctionTable.LIST);
    table.global(
        Macros.KEY_BY,
        "list_key_by",
        a -> keyBy(list(a[0])),
        FunctionTable.OBJECT,
        FunctionTable.LIST);
    table.global(
        Macros.UNIQUE_BY,
        "list_unique_by",
        a -> uniqueBy(list(a[0])),
        FunctionTable.LIST,
        FunctionTable.LIST);
  }

  @SuppressWarnings("unchecked")
  private static List<Object> list(Object value) {
    return (List<Object>) value;
  }

  private static List<Object> concat(List<Object> first, List<Object> second) {
    if (first instanceof ConcatenatedListView) { // a loop collects its results
      return RuntimeHelpers.concat(first, second);
    }
    Budget budget = Budget.current();
    budget.list((long) first.size() + second.size());
    List<Object> out = new ArrayList<>(first.size() + second.size());
    out.addAll(first);
    out.addAll(second);
    return out;
  }

  private static List<Object> copy(List<Object> list) {
    Budget budget = Budget.current();
    budget.list(list.size());
    return new ArrayList<>(list);
  }

  private static List<Object> slice(List<Object> list, long from, long to) {
    if (from < 0 || to < from || to > list.size()) {
      throw new FunctionFailure(
          "slice("
              + from
              + ", "
              + to
              + ") is not inside a list of "
              + list.size()
              + "; the first position is 0, and the second is behind the last item");
    }
    return copy(list.subList((int) from, (int) to));
  }

  private static List<Object> flatten(List<Object> list, long depth) {
    if (depth < 0) {
      throw new FunctionFailure("flatten needs a depth of 0 or more");
    }
    Budget budget = Budget.current();
    List<Object> out = new ArrayList<>();
    flatten(budget, list, depth, out);
    return out;
  }

  private static void flatten(Budget budget, List<?> list, long depth, List<Object> out) {
    budget.list(list.size());
    for (Object item : list) {
      budget.tick(1);
      if (depth > 0 && item instanceof List<?> inner) {
        flatten(budget, inner, depth - 1, out);
      } else {
        out.add(item);
      }
    }
  }

  private static List<Object> distinct(List<Object> list) {
    Budget budget = Budget.current();
    budget.build(80L * list.size());
    Set<Equality.Key> seen = new HashSet<>();
    List<Object> out = new ArrayList<>();
    for (Object item : list) {
      if (seen.add(Equality.Key.of(budget, item))) {
        out.add(item);
      }
    }
    return out;
  }

  private static List<Object> sort(List<Object> list) {
    Budget budget = Budget.current();
    budget.list(2L * list.size());
    List<Object> out = new ArrayList<>(list);
    out.sort((a, b) -> Equality.compare(budget, "sort", a, b));
    return out;
  }

  /** The second of each pair, in the order of the first ones. */
  private static List<Object> sortByKeys(List<Object> pairs) {
    Budget budget = Budget.current();
    budget.list(3L * pairs.size());
    List<Object> sorted = new ArrayList<>(pairs);
    sorted.sort(
        Comparator.comparing(
            pair -> list(pair).getFirst(), (a, b) -> Equality.compare(budget, "sortBy", a, b)));
    sorted.replaceAll(pair -> list(pair).getLast());
    return sorted;
  }

  private static List<Object> unwrap(List<Object> list) {
    Budget budget = Budget.current();
    budget.list(list.size());
    List<Object> out = new ArrayList<>();
    for (Object item : list) {
      if (!(item instanceof Optional<?> optional)) {
        throw new FunctionFailure(
            "optional.unwrap needs a list of optional values, but it has " + Shapes.kind(item));
      }
      optional.ifPresent(out::add);
    }
    return out;
  }

  private static List<Long> range(long size) {
    if (size < 0 || size > LONGEST_RANGE) {
      throw new FunctionFailure("lists.range needs a number from 0 to " + LONGEST_RANGE);
    }
    return new Range((int) size);
  }

  /** The integers from 0, which take no memory. */
  private static final class Range extends AbstractList<Long> implements RandomAccess {
    private final int size;

    Range(int size) {
      this.size = size;
    }

    @Override
    public Long get(int index) {
      return (long) Objects.checkIndex(index, size);
    }

    @Override
    public int size() {
      return size;
    }
  }

  private static List<Object> chunk(List<Object> list, long size) {
    if (size < 1) {
      throw new FunctionFailure("chunk needs a size of 1 or more");
    }
    Budget budget = Budget.current();
    budget.list(list.size());
    List<Object> out = new ArrayList<>();
    for (long from = 0; from < list.size(); from += size) {
      long to = Math.min(list.size(), from + size);
      budget.build(80 + 4 * (to - from));
      out.add(new ArrayList<>(list.subList((int) from, (int) to)));
    }
    return out;
  }

  private static List<Object> compact(List<Object> list) {
    Budget budget = Budget.current();
    budget.list(list.size());
    List<Object> out = new ArrayList<>();
    for (Object item : list) {
      Object present = Budget.present(item);
      if (present != null && !(present instanceof NullValue)) {
        out.add(present);
      }
    }
    return out;
  }

  private static List<Object> common(List<Object> list, List<Object> other, boolean wanted) {
    Budget budget = Budget.current();
    budget.build(80L * other.size() + 4L * list.size());
    Set<Equality.Key> others = new HashSet<>();
    other.forEach(item -> others.add(Equality.Key.of(budget, item)));
    List<Object> out = new ArrayList<>();
    for (Object item : list) {
      if (others.contains(Equality.Key.of(budget, item)) == wanted) {
        out.add(item);
      }
    }
    return out;
  }

  private static Map<String, Object> groupBy(List<Object> pairs) {
    Budget budget = Budget.current();
    budget.build(160L * pairs.size());
    Map<String, List<Object>> groups = new LinkedHashMap<>();
    for (Object pair : pairs) {
      groups
          .computeIfAbsent(name(budget, list(pair).getFirst()), name -> new ArrayList<>())
          .add(list(pair).getLast());
    }
    return new LinkedHashMap<>(groups);
  }

  private static Map<String, Object> keyBy(List<Object> pairs) {
    Budget budget = Budget.current();
    budget.build(64L * pairs.size());
    Map<String, Object> out = new LinkedHashMap<>();
    for (Object pair : pairs) {
      out.put(name(budget, list(pair).getFirst()), list(pair).getLast());
    }
    return out;
  }

  private static List<Object> uniqueBy(List<Object> pairs) {
    Budget budget = Budget.current();
    budget.build(80L * pairs.size());
    Set<Equality.Key> seen = new HashSet<>();
    List<Object> out = new ArrayList<>();
    for (Object pair : pairs) {
      if (seen.add(Equality.Key.of(budget, list(pair).getFirst()))) {
        out.add(list(pair).getLast());
      }
    }
    return out;
  }

  /** A key as the name of a field. */
  static String name(Budget budget, Object key) {
    budget.tick(1);
    Object present = Budget.present(key);
    return switch (present) {
      case null -> "null";
      case NullValue none -> "null";
      default -> TextForm.of(JsonView.unwrap(Equality.key(present)));
    };
  }
}
