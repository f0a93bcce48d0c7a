package dev.hawser.workflows.internal.language;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.error.Problem;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.ErrorHandling;
import dev.hawser.workflows.TriggerPlan;
import dev.hawser.workflows.internal.expression.TestScope;
import dev.hawser.workflows.internal.source.SourceFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DefinitionCompilerTest {
  static final DefinitionCompiler COMPILER = new DefinitionCompiler();

  private static final String WHOLE =
      """
      {"schema": "hawser/v1", "name": "Orders",
       "trigger": {"type": "webhook", "verify": {"type": "none"},
         "response": {"status": 201, "headers": {"X-Hook": "yes"}, "body": {"ok": true}}},
       "steps": [
         {"id": "shape", "type": "transform", "title": "Shape it", "value": {
           "total": "{{ trigger.body.total * 2 }}", "at": "{{ now }}", "fixed": [1, {"a": null}]}},
         {"id": "big", "type": "branch", "if": "{{ trigger.body.total > 0 }}", "arms": [
           {"id": "yes", "when": {"any": [{"all": [
              {"left": "{{ steps.shape.output.total }}", "op": "greaterThan", "right": 100}]}]},
            "steps": [{"id": "note", "type": "transform", "value": "big"}]},
           {"id": "no", "steps": []}]},
         {"id": "post", "type": "request", "method": "POST", "url": "https://example.org/{{ trigger.body.id }}",
          "query": {"q": "{{ uuid() }}"}, "headers": {"Accept": "application/json"},
          "auth": {"type": "bearer", "token": "abc"},
          "body": {"kind": "json", "value": "{{ steps.shape.output }}"},
          "timeout": "PT5S", "retry": "default", "followRedirects": false, "response": {"as": "json"},
          "onError": {"steps": [{"id": "alert", "type": "transform",
             "value": "{{ error }} {{ steps.post.error }} {{ steps.?note.?output.orValue(0) }}"}]}}],
       "onError": {"steps": [{"id": "last", "type": "transform", "value": "{{ has(steps.post) }}"}]},
       "limits": {"timeout": "PT1H", "concurrency": 20},
       "ui": {"post": {"x": 1}}}
      """;

  @Test
  void a_right_definition_becomes_a_plan() {
    Plan plan = plan(WHOLE);
    assertThat(plan.trigger())
        .isEqualTo(
            new TriggerPlan.Webhook(201, Map.of("X-Hook", "yes"), Map.of("ok", true), false));
    assertThat(plan.timeout()).isEqualTo(Duration.ofHours(1));
    assertThat(plan.concurrency()).isEqualTo(20);
    assertThat(plan.steps()).hasSize(3);
    var request = (StepPlan.Request) plan.steps().get(2);
    assertThat(request.method()).isEqualTo("POST");
    assertThat(request.followRedirects()).isFalse();
    assertThat(request.response()).isEqualTo(StepPlan.ResponseForm.JSON);
    assertThat(request.auth()).isInstanceOf(StepPlan.Auth.Bearer.class);
    assertThat(request.header().timeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(request.header().onError()).isInstanceOf(ErrorHandling.Handle.class);
    assertThat(request.header().retry().delays())
        .extracting(Duration::toSeconds)
        .containsExactly(10L, 20L, 30L, 50L, 80L);
    assertThat(plan.onError()).hasSize(1);
  }

  @Test
  void only_the_step_whose_own_expressions_read_the_time_says_so() {
    Plan plan = plan(WHOLE);
    assertThat(plan.steps())
        .extracting(s -> s.header().readsTime())
        .containsExactly(true, false, false);
    Plan branch =
        plan(
            steps(
                """
                {"id": "a", "type": "branch", "arms": [{"id": "x", "when": "{{ now > timestamp('2026-01-01T00:00:00Z') }}",
                  "steps": [{"id": "b", "type": "transform", "value": 1}]}]}
                """));
    assertThat(branch.steps().getFirst().header().readsTime()).isTrue();
    var arm = ((StepPlan.Branch) branch.steps().getFirst()).arms().getFirst();
    assertThat(arm.steps().getFirst().header().readsTime()).isFalse();
  }

  @Test
  void values_are_evaluated_in_a_scope() {
    var transform = (StepPlan.Transform) plan(WHOLE).steps().getFirst();
    Map<?, ?> output = (Map<?, ?>) transform.value().evaluate(scope(Map.of("total", 60L)));
    assertThat(Objects.requireNonNull(output).get("total")).isEqualTo(120L);
    assertThat(output.get("at")).isEqualTo("2026-03-04T05:06:07Z");
    assertThat(String.valueOf(output.keySet())).isEqualTo("[total, at, fixed]");
  }

  @Test
  void yaml_is_the_same_language() {
    Plan plan =
        plan(
            """
            schema: hawser/v1
            name: Retry
            trigger: {type: manual}
            steps:
              - id: get
                type: request
                url: https://example.org/{{ trigger.body.no }}
                retry:
                  delays: [PT1S, PT2S]
                  on: [network, 429]
                onError: continue
            """,
            SourceFormat.YAML);
    var request = (StepPlan.Request) plan.steps().getFirst();
    assertThat(plan.trigger()).isEqualTo(new TriggerPlan.Manual());
    assertThat(plan.concurrency()).isEqualTo(Plan.UNLIMITED);
    assertThat(plan.timeout()).isEqualTo(Duration.ofHours(24));
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.header().retry().on()).isEqualTo(Set.of("network", "429"));
    assertThat(request.header().onError()).isEqualTo(new ErrorHandling.Continue());
    assertThat(request.url().evaluate(scope(Map.of("no", true))))
        .isEqualTo("https://example.org/true");
  }

  @Test
  void computed_pauses_are_expanded_and_capped() {
    Plan plan =
        plan(
            steps(
                """
                {"id": "a", "type": "request", "url": "https://example.org",
                 "retry": {"max": 5, "initial": "PT1S", "factor": 3, "maxDelay": "PT10S"}}
                """));
    assertThat(plan.steps().getFirst().header().retry().delays())
        .extracting(Duration::toMillis)
        .containsExactly(1000L, 3000L, 9000L, 10000L, 10000L);
  }

  @Test
  void all_problems_come_at_once_each_with_its_place() {
    List<Problem> problems =
        problems(
            """
            {"schema": "hawser/v1", "nmae": "x",
              "trigger": {"type": "webhok"},
              "steps": [
                {"id": "A", "type": "transform", "value": "{{ steps.nope.output }}"},
                {"id": "b", "type": "transfrom"},
                {"id": "b", "type": "request", "url": "ftp://x", "method": "post", "timeout": "5s"}]}
            """);
    assertThat(problems)
        .extracting(p -> p.pointer() + " " + p.line() + " " + p.suggestion())
        .containsExactly(
            "/nmae 1 name",
            "/trigger/type 2 webhook",
            "/steps/0/id 4 null",
            "/steps/0/value 4 null",
            "/steps/1/type 5 transform",
            "/steps/2/id 6 null",
            "/steps/2/timeout 6 null",
            "/steps/2/method 6 POST",
            "/steps/2/url 6 null");
    assertThat(problems).extracting(Problem::stepId).contains("A", "b").startsWith(null, null);
    assertThat(problems.getFirst().column()).isEqualTo(25);
  }

  private static TestScope scope(Map<String, Object> body) {
    return new TestScope(Map.of("trigger", Map.of("body", body)));
  }

  static String steps(String steps) {
    return """
    {"schema": "hawser/v1", "name": "Test", "trigger": {"type": "manual"}, "steps": [%s]}
    """
        .formatted(steps);
  }

  static Plan plan(String json) {
    return plan(json, SourceFormat.JSON);
  }

  static Plan plan(String text, SourceFormat format) {
    var result = COMPILER.compile(text.getBytes(UTF_8), format);
    assertThat(result.problems()).isEmpty();
    return Objects.requireNonNull(result.plan());
  }

  static List<Problem> problems(String json) {
    var result = COMPILER.compile(json.getBytes(UTF_8), SourceFormat.JSON);
    assertThat(result.plan()).isNull();
    return result.problems();
  }
}
