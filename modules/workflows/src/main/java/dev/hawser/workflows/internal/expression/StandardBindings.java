package dev.hawser.workflows.internal.expression;

import dev.cel.common.CelOptions;
import dev.cel.common.values.CelByteString;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import dev.cel.runtime.CelStandardFunctions;
import dev.cel.runtime.RuntimeEquality;
import dev.cel.runtime.RuntimeHelpers;
import dev.cel.runtime.standard.CelStandardOverload;
import java.util.ArrayList;
import java.util.List;

/** CEL's own functions; those that read texts or bytes pay for the length of these. */
final class StandardBindings {
  private static final int SHORT = 256;

  private StandardBindings() {}

  static List<CelFunctionBinding> of(CelOptions options) {
    List<CelStandardOverload> overloads = new ArrayList<>();
    CelStandardFunctions.newBuilder()
        .filterFunctions((function, overload) -> overloads.add(overload))
        .build();
    RuntimeEquality equality = RuntimeEquality.create(RuntimeHelpers.create(), options);
    List<CelFunctionBinding> bindings = new ArrayList<>();
    for (CelStandardOverload overload : overloads) {
      CelFunctionBinding binding = overload.newFunctionBinding(options, equality);
      boolean reads =
          binding.getArgTypes().contains(String.class)
              || binding.getArgTypes().contains(CelByteString.class);
      bindings.add(reads ? paying(binding) : binding);
    }
    return bindings;
  }

  @SuppressWarnings("Immutable") // CEL's functions hold no state
  private static CelFunctionBinding paying(CelFunctionBinding binding) {
    CelFunctionOverload definition = binding.getDefinition();
    return CelFunctionBinding.from(
        binding.getOverloadId(),
        binding.getArgTypes(),
        arguments -> {
          for (Object argument : arguments) {
            pay(argument);
          }
          return definition.apply(arguments);
        });
  }

  private static void pay(Object argument) {
    int length =
        switch (argument) {
          case String text -> text.length();
          case CelByteString bytes -> bytes.size();
          default -> 0;
        };
    if (length > SHORT) {
      Budget.current().tick(length >>> 6);
    }
  }
}
