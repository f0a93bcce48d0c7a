package dev.hawser.benchmarks;

import dev.cel.bundle.Cel;
import dev.cel.bundle.CelFactory;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.hawser.workflows.Scope;
import dev.hawser.workflows.Value;
import dev.hawser.workflows.internal.expression.Templates;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Expressions, evaluated by us and by the bare library on the same data: what the bounds, the JSON
 * and the added functions cost.
 */
@State(org.openjdk.jmh.annotations.Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class Expressions {
  private static final Map<String, String> TEXTS =
      Map.of(
          "reference", "trigger.body.user.name",
          "condition",
              "trigger.body.n > 2 && trigger.body.user.name == \"Ada\""
                  + " && \"b\" in trigger.body.tags",
          "arithmetic", "trigger.body.n * 2 + 1",
          "filterAndMap", "trigger.body.items.filter(i, i.price > 20.0).map(i, i.id)",
          "texts", "trigger.body.items.map(i, i.name + \"x\")");

  @Param({"reference", "condition", "arithmetic", "filterAndMap", "texts"})
  public String expression = "";

  private final Map<String, Object> roots = Map.of("trigger", trigger());
  private final Scope scope = new Data(roots);
  private @Nullable Value ours;
  private CelRuntime.@Nullable Program bare;

  /** Compiles both. */
  @org.openjdk.jmh.annotations.Setup
  public void compile() throws CelValidationException, CelEvaluationException {
    String text = Objects.requireNonNull(TEXTS.get(expression));
    ours =
        new Templates(new dev.hawser.workflows.internal.expression.Expressions())
            .value("benchmark", "{{ " + text + " }}")
            .value();
    CelOptions options = CelOptions.current().enableHeterogeneousNumericComparisons(true).build();
    Cel cel =
        CelFactory.legacyCelBuilder()
            .setOptions(options)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addCompilerLibraries(CelExtensions.strings(), CelExtensions.optional())
            .addRuntimeLibraries(CelExtensions.strings(), CelExtensions.optional())
            .addVar("trigger", SimpleType.DYN)
            .build();
    bare = cel.createProgram(cel.compile(text).getAst());
  }

  @Benchmark
  public @Nullable Object ours() {
    return Objects.requireNonNull(ours).evaluate(scope);
  }

  @Benchmark
  public Object bareLibrary() throws CelEvaluationException {
    return Objects.requireNonNull(bare).eval(roots);
  }

  private static Map<String, Object> trigger() {
    List<Map<String, Object>> items = new ArrayList<>();
    for (long i = 0; i < 100; i++) {
      items.add(Map.of("id", i, "price", i * 1.5, "name", "item " + i));
    }
    return Map.of(
        "body",
        Map.of("n", 3L, "user", Map.of("name", "Ada"), "tags", List.of("a", "b"), "items", items));
  }

  private record Data(Map<String, Object> roots) implements Scope {
    @Override
    public @Nullable Object root(String name) {
      return roots.get(name);
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public UUID uuid() {
      return new UUID(0, 0);
    }
  }
}
