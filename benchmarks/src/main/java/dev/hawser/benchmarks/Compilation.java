package dev.hawser.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.workflows.DefinitionLinter;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Validates and compiles a workflow of 100 steps: requests with references and templates, branches,
 * loops and conditions. {@code known} expressions were compiled before, as on each save but the
 * first; {@code fresh} ones are new in each round.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class Compilation {
  private static final int GROUPS = 20;

  @Param({"json", "yaml"})
  public String format = "";

  @Param({"known", "fresh"})
  public String expressions = "";

  private final DefinitionLinter linter = DefinitionLinter.create();
  private String text = "";
  private long round;

  /** Writes the definition, and makes sure that it is right. */
  @Setup
  public void write() {
    boolean json = format.equals("json");
    StringBuilder steps = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      String before = i == 0 ? "trigger.body" : "steps.get" + (i - 1) + ".output.body";
      steps.append(
          """
          %s{"id": "get%2$d", "type": "request", "url": "https://example.org/orders/{{ %3$s.id }}",
            "headers": {"X-Round": "{{ string(@ + 1) }}"}, "retry": "default", "timeout": "PT30S"},
          {"id": "shape%2$d", "type": "transform", "value": {"name": "{{ steps.get%2$d.output.body.name }}",
            "total": "{{ steps.get%2$d.output.body.items.map(i, i.price * i.count + @) }}"}},
          {"id": "size%2$d", "type": "branch", "arms": [
            {"id": "big", "when": "{{ steps.shape%2$d.output.total.size() > @ && trigger.body.on }}", "steps": [
              {"id": "post%2$d", "type": "request", "method": "POST", "url": "https://example.org/big",
                "body": {"kind": "json", "value": "{{ steps.shape%2$d.output }}"}}]},
            {"id": "small", "steps": [
              {"id": "note%2$d", "type": "transform", "value": "Order {{ trigger.body.no + @ }} is small"}]}]}
          """
              .formatted(i == 0 ? "" : ",", i, before));
    }
    text =
        "{\"schema\": \"hawser/v1\", \"name\": \"Hundred\", \"trigger\": {\"type\": \"webhook\"},"
            + " \"steps\": ["
            + steps
            + "]}";
    if (!json) {
      text = text.replace("\n", "\n  "); // flow style; the parser is YAML's
    }
    DefinitionLinter.Report report = lint();
    if (!report.problems().isEmpty()) {
      throw new IllegalStateException("The definition is not right: " + report.problems());
    }
  }

  /** The whole way from bytes to a plan. */
  @Benchmark
  public DefinitionLinter.Report lint() {
    String number = expressions.equals("fresh") ? Long.toString(round++) : "1";
    byte[] document = text.replace("@", number).getBytes(UTF_8);
    return format.equals("json") ? linter.lintJson(document) : linter.lintYaml(document);
  }
}
