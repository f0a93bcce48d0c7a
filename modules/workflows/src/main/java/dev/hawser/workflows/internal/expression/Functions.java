package dev.hawser.workflows.internal.expression;

import static dev.cel.common.CelFunctionDecl.newFunctionDeclaration;
import static dev.cel.common.CelOverloadDecl.newGlobalOverload;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
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
import java.util.stream.LongStream;

/** The functions that the language adds to CEL, except {@code uuid()}, which needs a scope. */
final class Functions {
  static final String OPTIONAL_FIELD = "@optionalField";
  static final String OPTIONAL_ITEM = "@optionalItem";
  private static final int LONGEST_RANGE = 100_000;
  private static final CelType LIST = ListType.create(SimpleType.DYN);
  private static final CelType MAP = MapType.create(SimpleType.STRING, SimpleType.DYN);

  private final List<CelFunctionDecl> declarations = new ArrayList<>();
  private final List<CelFunctionBinding> bindings = new ArrayList<>();

  Functions() {
    arithmetic();
    lists();
    objects();
    json();
    optionals();
  }

  List<CelFunctionDecl> declarations() {
    return declarations;
  }

  List<CelFunctionBinding> bindings() {
    return bindings;
  }

  private void arithmetic() {
    mixed("_+_", "add", (a, b) -> a + b);
    mixed("_-_", "subtract", (a, b) -> a - b);
    mixed("_*_", "multiply", (a, b) -> a * b);
    mixed("_/_", "divide", (a, b) -> a / b);
    mixed("_%_", "modulo", (a, b) -> a % b);
    declarations.add(
        newFunctionDeclaration(
            "_%_",
            newGlobalOverload(
                "modulo_double", SimpleType.DOUBLE, SimpleType.DOUBLE, SimpleType.DOUBLE)));
    bindings.add(
        CelFunctionBinding.from("modulo_double", Double.class, Double.class, (a, b) -> a % b));
  }

  /** The operators handed in hold no state. */
  @SuppressWarnings("Immutable")
  private void mixed(
      String operator, String name, java.util.function.DoubleBinaryOperator compute) {
    String intDouble = name + "_int64_double";
    String doubleInt = name + "_double_int64";
    declarations.add(
        newFunctionDeclaration(
            operator,
            newGlobalOverload(intDouble, SimpleType.DOUBLE, SimpleType.INT, SimpleType.DOUBLE),
            newGlobalOverload(doubleInt, SimpleType.DOUBLE, SimpleType.DOUBLE, SimpleType.INT)));
    bindings.add(
        CelFunctionBinding.from(
            intDouble, Long.class, Double.class, (a, b) -> compute.applyAsDouble(a, b)));
    bindings.add(
        CelFunctionBinding.from(
            doubleInt, Double.class, Long.class, (a, b) -> compute.applyAsDouble(a, b)));
  }

  private void lists() {
    declare("sum", "sum_list", SimpleType.DYN, LIST);
    declare("avg", "avg_list", SimpleType.DOUBLE, LIST);
    declare("min", "min_list", SimpleType.DYN, LIST);
    declare("max", "max_list", SimpleType.DYN, LIST);
    declare("lists.range", "lists_range_bounded", ListType.create(SimpleType.INT), SimpleType.INT);
    bindings.add(CelFunctionBinding.from("sum_list", List.class, Numbers::sum));
    bindings.add(CelFunctionBinding.from("avg_list", List.class, Numbers::average));
    bindings.add(CelFunctionBinding.from("min_list", List.class, l -> Numbers.least("min", l, 1)));
    bindings.add(CelFunctionBinding.from("max_list", List.class, l -> Numbers.least("max", l, -1)));
    bindings.add(CelFunctionBinding.from("lists_range_bounded", Long.class, Functions::range));
  }

  private static List<Long> range(long size) {
    if (size < 0 || size > LONGEST_RANGE) {
      throw new FunctionFailure("lists.range needs a number from 0 to " + LONGEST_RANGE);
    }
    return LongStream.range(0, size).boxed().toList();
  }

  private void objects() {
    declare("keys", "keys_map", ListType.create(SimpleType.STRING), MAP);
    declare("values", "values_map", LIST, MAP);
    declare("merge", "merge_map_map", MAP, MAP, MAP);
    bindings.add(CelFunctionBinding.from("keys_map", Map.class, Functions::keys));
    bindings.add(CelFunctionBinding.from("values_map", Map.class, Functions::values));
    bindings.add(CelFunctionBinding.from("merge_map_map", Map.class, Map.class, Functions::merge));
  }

  private static List<Object> keys(Map<?, ?> map) {
    return new ArrayList<>(map.keySet());
  }

  private static List<Object> values(Map<?, ?> map) {
    return new ArrayList<>(map.values());
  }

  private static Map<Object, Object> merge(Map<?, ?> base, Map<?, ?> over) {
    Map<Object, Object> out = new LinkedHashMap<>(base);
    out.putAll(over);
    return out;
  }

  private void json() {
    declare("json", "json_string", SimpleType.DYN, SimpleType.STRING);
    declare("toJson", "to_json_dyn", SimpleType.STRING, SimpleType.DYN);
    bindings.add(CelFunctionBinding.from("json_string", String.class, Functions::readJson));
    bindings.add(
        CelFunctionBinding.from(
            "to_json_dyn",
            Object.class,
            value -> new String(Json.write(JsonView.unwrap(value)), UTF_8)));
  }

  private static Object readJson(String text) {
    try {
      return JsonView.wrap(Json.read(text.getBytes(UTF_8)));
    } catch (Json.MalformedException e) {
      throw new FunctionFailure("json(…) was given a text that is not JSON: " + e.getMessage());
    }
  }

  /** CEL's own stop at a null parent; these go on, as they do at a missing one. */
  private void optionals() {
    CelType optional = OptionalType.create(SimpleType.DYN);
    declare(OPTIONAL_FIELD, "optional_field", optional, SimpleType.DYN, SimpleType.STRING);
    declare(OPTIONAL_ITEM, "optional_item", optional, SimpleType.DYN, SimpleType.DYN);
    bindings.add(
        CelFunctionBinding.from(
            "optional_field", Object.class, String.class, Functions::optionalItem));
    bindings.add(
        CelFunctionBinding.from(
            "optional_item", Object.class, Object.class, Functions::optionalItem));
  }

  private static Optional<Object> optionalItem(Object parent, Object key) {
    Object value = parent instanceof Optional<?> o ? o.orElse(null) : parent;
    return switch (value) {
      case null -> Optional.empty();
      case NullValue none -> Optional.empty();
      case Map<?, ?> map -> Optional.ofNullable(map.get(key));
      case List<?> list -> {
        if (!(key instanceof Long index)) {
          throw new FunctionFailure(
              "a list has no " + Shapes.kind(JsonView.unwrap(key)) + " positions");
        }
        yield index >= 0 && index < list.size()
            ? Optional.of(list.get(index.intValue()))
            : Optional.empty();
      }
      default ->
          throw new FunctionFailure(
              Shapes.kind(JsonView.unwrap(value)) + " has no field or item to look for", true);
    };
  }

  private void declare(String name, String overload, CelType result, CelType... parameters) {
    declarations.add(newFunctionDeclaration(name, newGlobalOverload(overload, result, parameters)));
  }
}
