package dev.hawser.workflows.internal.expression;

import static dev.cel.common.CelOverloadDecl.newGlobalOverload;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OptionalType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.NullValue;
import dev.cel.runtime.CelFunctionBinding;
import dev.hawser.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All functions that the language adds to CEL, or does in its own way. */
final class Functions {
  static final String OPTIONAL_FIELD = "@optionalField";
  static final String OPTIONAL_ITEM = "@optionalItem";

  /** Of a text that is read as JSON; the values of a short text can take much memory. */
  private static final int LONGEST_JSON = 2 << 20;

  private static final int MEMORY_PER_CHARACTER = 16;

  private Functions() {}

  static FunctionTable table() {
    FunctionTable table = new FunctionTable();
    arithmetic(table);
    Equality.addTo(table);
    Numbers.addTo(table);
    Lists.addTo(table);
    objects(table);
    Texts.addTo(table);
    Regexes.addTo(table);
    Encodings.addTo(table);
    Hashes.addTo(table);
    Urls.addTo(table);
    Dates.addTo(table);
    json(table);
    optionals(table);
    Guards.addTo(table);
    table.global("uuid", "uuid_string", a -> Budget.current().uuid(), SimpleType.STRING);
    return table;
  }

  private static void arithmetic(FunctionTable table) {
    mixed(table, "_+_", "add", (a, b) -> a + b);
    mixed(table, "_-_", "subtract", (a, b) -> a - b);
    mixed(table, "_*_", "multiply", (a, b) -> a * b);
    mixed(table, "_/_", "divide", (a, b) -> a / b);
    mixed(table, "_%_", "modulo", (a, b) -> a % b);
    table.declare(
        "_%_",
        newGlobalOverload(
            "modulo_double", SimpleType.DOUBLE, SimpleType.DOUBLE, SimpleType.DOUBLE));
    table.bind(
        CelFunctionBinding.from("modulo_double", Double.class, Double.class, (a, b) -> a % b));
  }

  /** The operators handed in hold no state. */
  @SuppressWarnings("Immutable")
  private static void mixed(
      FunctionTable table,
      String operator,
      String name,
      java.util.function.DoubleBinaryOperator compute) {
    String intDouble = name + "_int64_double";
    String doubleInt = name + "_double_int64";
    table.declare(
        operator,
        newGlobalOverload(intDouble, SimpleType.DOUBLE, SimpleType.INT, SimpleType.DOUBLE));
    table.declare(
        operator,
        newGlobalOverload(doubleInt, SimpleType.DOUBLE, SimpleType.DOUBLE, SimpleType.INT));
    table.bind(
        CelFunctionBinding.from(
            intDouble, Long.class, Double.class, (a, b) -> compute.applyAsDouble(a, b)));
    table.bind(
        CelFunctionBinding.from(
            doubleInt, Double.class, Long.class, (a, b) -> compute.applyAsDouble(a, b)));
  }

  private static void objects(FunctionTable table) {
    table.global(
        "keys",
        "keys_map",
        a -> listed(((Map<?, ?>) a[0]).keySet()),
        FunctionTable.STRINGS,
        FunctionTable.OBJECT);
    table.global(
        "values",
        "values_map",
        a -> listed(((Map<?, ?>) a[0]).values()),
        FunctionTable.LIST,
        FunctionTable.OBJECT);
    table.global(
        "entries",
        "entries_map",
        a -> entries((Map<?, ?>) a[0]),
        ListType.create(FunctionTable.OBJECT),
        FunctionTable.OBJECT);
    table.global(
        "fromEntries",
        "from_entries_list",
        a -> fromEntries((List<?>) a[0]),
        FunctionTable.OBJECT,
        FunctionTable.LIST);
    table.global(
        "merge",
        "merge_map_map",
        a -> merge((Map<?, ?>) a[0], (Map<?, ?>) a[1]),
        FunctionTable.OBJECT,
        FunctionTable.OBJECT,
        FunctionTable.OBJECT);
    table.global(
        "pick",
        "pick_map_list",
        a -> choose((Map<?, ?>) a[0], (List<?>) a[1], true),
        FunctionTable.OBJECT,
        FunctionTable.OBJECT,
        FunctionTable.LIST);
    table.global(
        "omit",
        "omit_map_list",
        a -> choose((Map<?, ?>) a[0], (List<?>) a[1], false),
        FunctionTable.OBJECT,
        FunctionTable.OBJECT,
        FunctionTable.LIST);
    table.global(
        "coalesce",
        "coalesce_dyn_dyn",
        a -> coalesce(a),
        SimpleType.DYN,
        SimpleType.DYN,
        SimpleType.DYN);
    table.global(
        "coalesce",
        "coalesce_dyn_dyn_dyn",
        a -> coalesce(a),
        SimpleType.DYN,
        SimpleType.DYN,
        SimpleType.DYN,
        SimpleType.DYN);
  }

  private static List<Object> listed(java.util.Collection<?> items) {
    Budget budget = Budget.current();
    budget.list(items.size());
    return new ArrayList<>(items);
  }

  private static List<Object> entries(Map<?, ?> map) {
    Budget budget = Budget.current();
    budget.build(200L * map.size());
    List<Object> out = new ArrayList<>();
    for (var entry : map.entrySet()) {
      Map<String, Object> pair = new LinkedHashMap<>();
      pair.put("key", entry.getKey());
      pair.put("value", entry.getValue());
      out.add(pair);
    }
    return out;
  }

  private static Map<String, Object> fromEntries(List<?> list) {
    Budget budget = Budget.current();
    budget.build(64L * list.size());
    Map<String, Object> out = new LinkedHashMap<>();
    for (Object item : list) {
      Object key = item instanceof Map<?, ?> pair ? pair.get("key") : null;
      Object value = item instanceof Map<?, ?> pair ? pair.get("value") : null;
      if (key == null || value == null) {
        throw new FunctionFailure(
            "fromEntries needs a list of objects with a key and a value, but it has "
                + Shapes.kind(item)
                + (item instanceof Map<?, ?> ? " without them" : ""));
      }
      out.put(Lists.name(budget, key), value);
    }
    return out;
  }

  private static Map<Object, Object> merge(Map<?, ?> base, Map<?, ?> over) {
    Budget budget = Budget.current();
    budget.build(64L * (base.size() + over.size()));
    Map<Object, Object> out = new LinkedHashMap<>(base);
    out.putAll(over);
    return out;
  }

  private static Map<Object, Object> choose(Map<?, ?> map, List<?> names, boolean named) {
    Budget budget = Budget.current();
    budget.build(64L * map.size() + 48L * names.size());
    java.util.Set<Object> chosen = new java.util.HashSet<>();
    names.forEach(name -> chosen.add(Equality.key(name)));
    Map<Object, Object> out = new LinkedHashMap<>();
    map.forEach(
        (name, value) -> {
          budget.tick(1);
          if (chosen.contains(name) == named) {
            out.put(name, value);
          }
        });
    return out;
  }

  /** The first that is neither null nor an empty optional; null when there is none. */
  private static Object coalesce(Object[] values) {
    for (Object value : values) {
      Object present = Budget.present(value);
      if (present != null && !(present instanceof NullValue)) {
        return present;
      }
    }
    return NullValue.NULL_VALUE;
  }

  private static void json(FunctionTable table) {
    table.global(
        "json", "json_string", a -> readJson((String) a[0]), SimpleType.DYN, SimpleType.STRING);
    table.global("toJson", "to_json_dyn", a -> toJson(a[0]), SimpleType.STRING, SimpleType.DYN);
  }

  private static String toJson(Object value) {
    Object json = Results.measured(Budget.current(), value);
    byte[] utf8 = Json.write(json);
    Budget.current().text(utf8.length);
    return new String(utf8, UTF_8);
  }

  private static Object readJson(String text) {
    if (text.length() > LONGEST_JSON) {
      throw new FunctionFailure("json(…) takes a text of at most 2 MiB");
    }
    Budget budget = Budget.current();
    budget.tick(text.length() >>> 2);
    budget.build((long) MEMORY_PER_CHARACTER * text.length());
    try {
      return JsonView.wrap(Json.read(text.getBytes(UTF_8)));
    } catch (Json.MalformedException e) {
      String message = String.valueOf(e.getMessage());
      int place = message.lastIndexOf(" (line ");
      throw new FunctionFailure(
          "json(…) was given a text that is not JSON"
              + (place < 0 ? "" : message.substring(place)));
    }
  }

  /** CEL's own stop at a null parent; these go on, as they do at a missing one. */
  private static void optionals(FunctionTable table) {
    CelType optional = OptionalType.create(SimpleType.DYN);
    table.global(
        OPTIONAL_FIELD,
        "optional_field",
        a -> optionalItem(a[0], a[1]),
        optional,
        SimpleType.DYN,
        SimpleType.STRING);
    table.global(
        OPTIONAL_ITEM,
        "optional_item",
        a -> optionalItem(a[0], a[1]),
        optional,
        SimpleType.DYN,
        SimpleType.DYN);
    table.replace(
        "optional_list_index_int", a -> optionalItem(a[0], a[1]), Optional.class, Long.class);
    table.replace(
        "optional_map_index_value", a -> optionalItem(a[0], a[1]), Optional.class, Object.class);
    table.replace(
        "optional_value", a -> optional("value", a[0]).orElseThrow(Functions::empty), Object.class);
    table.replace("optional_hasValue", a -> optional("hasValue", a[0]).isPresent(), Object.class);
  }

  private static Optional<?> optional(String function, Object value) {
    if (value instanceof Optional<?> optional) {
      return optional;
    }
    throw new FunctionFailure(
        function + "() is for what .? and [?…] find, not for " + Shapes.kind(value));
  }

  private static FunctionFailure empty() {
    return new FunctionFailure(
        "value() was called where nothing is; orValue(…) copes with that", true);
  }

  private static Optional<Object> optionalItem(Object parent, Object key) {
    Object value = Budget.present(parent);
    return switch (value) {
      case null -> Optional.empty();
      case NullValue none -> Optional.empty();
      case Map<?, ?> map -> Equality.find(map, key);
      case List<?> list -> {
        if (!(key instanceof Long index)) {
          throw new FunctionFailure("a list has no " + Shapes.kind(key) + " positions");
        }
        yield index >= 0 && index < list.size()
            ? Optional.of(list.get(index.intValue()))
            : Optional.empty();
      }
      default ->
          throw new FunctionFailure(Shapes.kind(value) + " has no field or item to look for", true);
    };
  }
}
