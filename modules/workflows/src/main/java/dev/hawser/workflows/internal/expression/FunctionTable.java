package dev.hawser.workflows.internal.expression;

import static dev.cel.common.CelFunctionDecl.newFunctionDeclaration;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelFunctionBinding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Collects the functions that the language adds to CEL or does in its own way. */
final class FunctionTable {
  static final CelType LIST = ListType.create(SimpleType.DYN);
  static final CelType STRINGS = ListType.create(SimpleType.STRING);
  static final CelType OBJECT = MapType.create(SimpleType.STRING, SimpleType.DYN);

  private final List<CelFunctionDecl> declarations = new ArrayList<>();
  private final List<CelFunctionBinding> bindings = new ArrayList<>();

  /** What a function does with its arguments, the target first. */
  @FunctionalInterface
  interface Body {
    Object apply(Object[] arguments);
  }

  List<CelFunctionDecl> declarations() {
    return declarations;
  }

  List<CelFunctionBinding> bindings() {
    return bindings;
  }

  /** A function that is called as {@code name(a, b)}; {@code id} is unique. */
  void global(String name, String id, Body body, CelType result, CelType... parameters) {
    declare(name, CelOverloadDecl.newGlobalOverload(id, result, parameters));
    replace(id, body, classes(parameters));
  }

  /** A function that is called as {@code a.name(b)}; {@code id} is unique. */
  void member(String name, String id, Body body, CelType result, CelType... parameters) {
    declare(name, CelOverloadDecl.newMemberOverload(id, result, List.of(parameters)));
    replace(id, body, classes(parameters));
  }

  /** Another body for a function of CEL or its extensions. */
  @SuppressWarnings("Immutable") // the bodies hold no state
  void replace(String id, Body body, Class<?>... parameters) {
    bindings.add(CelFunctionBinding.from(id, List.of(parameters), body::apply));
  }

  void declare(String name, CelOverloadDecl overload) {
    declarations.add(newFunctionDeclaration(name, overload));
  }

  void bind(CelFunctionBinding binding) {
    bindings.add(binding);
  }

  private static Class<?>[] classes(CelType... parameters) {
    return Arrays.stream(parameters).map(FunctionTable::javaClass).toArray(Class<?>[]::new);
  }

  private static Class<?> javaClass(CelType type) {
    return switch (type.kind()) {
      case STRING -> String.class;
      case INT -> Long.class;
      case DOUBLE -> Double.class;
      case BOOL -> Boolean.class;
      case BYTES -> CelByteString.class;
      case LIST -> List.class;
      case MAP -> Map.class;
      case TIMESTAMP -> Instant.class;
      case DYN -> Object.class;
      default -> throw new IllegalArgumentException("No Java class is known for " + type.name());
    };
  }
}
