package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.json.Json;
import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.Project;
import dev.hawser.systemtest.harness.Project.Deployed;
import dev.hawser.systemtest.harness.SharedServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The live preview of expressions. */
@ExtendWith(SharedServer.class)
class EvaluateExpressionIT {
  private static Answer evaluate(Project project, Map<String, ?> request) {
    return project.api().post(project.path("/expressions/evaluate"), request);
  }

  private static Map<?, ?> data(String json) throws Exception {
    return (Map<?, ?>)
        java.util.Objects.requireNonNull(Json.read(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void a_project_that_asks_for_too_many_at_once_is_told_to_wait(Project project) throws Exception {
    String slow = "{{ lists.range(20000).map(a, a * 2).size() }}";
    List<String> many = java.util.Collections.nCopies(200, slow);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> calls = new ArrayList<>();
      for (int i = 0; i < 24; i++) {
        calls.add(threads.submit(() -> evaluate(project, Map.of("value", many))));
      }
      int refused = 0;
      for (Future<Answer> call : calls) {
        Answer answer = call.get();
        assertThat(answer.status()).as("%s", answer).isIn(200, 429);
        if (answer.status() == 429) {
          assertThat(answer.text("code")).isEqualTo("tasks.too-many-previews");
          assertThat(answer.text("detail")).contains("4 previews at once");
          assertThat(answer.headers().firstValue("Retry-After")).contains("1");
          refused++;
        }
      }
      assertThat(refused).isBetween(1, 20);
    }
    assertThat(evaluate(project, Map.of("value", "{{ 1 + 1 }}")).status()).isEqualTo(200);
  }

  @Test
  void values_and_conditions_are_evaluated_on_sample_data(Project project) throws Exception {
    Map<?, ?> data = data("{\"trigger\": {\"body\": {\"n\": 3, \"name\": \"Ada\"}}}");
    Answer value =
        evaluate(
            project,
            Map.of(
                "value",
                Map.of("n", "{{ trigger.body.n * 2 }}", "text", "Hi {{ trigger.body.name }}"),
                "data",
                data));
    assertThat(value.status()).as("%s", value).isEqualTo(200);
    assertThat(value.json())
        .isEqualTo(Map.of("result", Map.of("n", 6L, "text", "Hi Ada"), "type", "object"));
    Map<String, Object> rules =
        Map.of(
            "any",
            List.of(
                Map.of(
                    "all",
                    List.of(
                        Map.of("left", "{{ trigger.body.n }}", "op", "greaterThan", "right", 2)))));
    assertThat(evaluate(project, Map.of("condition", rules, "data", data)).json())
        .isEqualTo(Map.of("result", true, "type", "boolean"));
    assertThat(
            evaluate(project, Map.of("condition", "{{ trigger.body.n > 3 }}", "data", data)).json())
        .isEqualTo(Map.of("result", false, "type", "boolean"));
  }

  @Test
  void what_fails_on_the_data_is_an_answer_and_what_cannot_be_compiled_is_not(Project project)
      throws Exception {
    Map<?, ?> data = data("{\"trigger\": {\"body\": {\"name\": \"Ada\"}}}");
    Answer failed =
        evaluate(project, Map.of("value", "{{ trigger.body.nam + 'x' }}", "data", data));
    assertThat(failed.status()).as("%s", failed).isEqualTo(200);
    Map<?, ?> error = (Map<?, ?>) java.util.Objects.requireNonNull(failed.at("error"));
    assertThat(error.get("message").toString()).contains("did you mean \"name\"?");
    assertThat(error.get("expression")).isEqualTo("trigger.body.nam + 'x'");
    assertThat(error.get("position")).isEqualTo(12L);
    Answer wrong = evaluate(project, Map.of("value", List.of("{{ tigger.body }}"), "data", data));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.text("code")).isEqualTo("workflows.expression-invalid");
    assertThat(wrong.objects("problems").getFirst())
        .satisfies(problem -> assertThat(problem.get("pointer")).isEqualTo("/value/0"));
  }

  @Test
  void an_old_execution_gives_its_data_as_far_as_a_step(Project project) {
    Deployed workflow =
        project.deploy(
            Definitions.webhook(
                "preview",
                """
                {"id": "big", "type": "transform", "value": "{{ ['x'.repeat(200000)] }}"},
                {"id": "sum", "type": "transform", "value": "{{ trigger.body.n + 1 }}"}
                """));
    String execution = project.webhook(workflow, Map.of("n", 41));
    assertThat(project.awaitEnd(execution).text("status")).isEqualTo("SUCCEEDED");
    Map<String, Object> request =
        Map.of(
            "value",
            "{{ [trigger.body.n, steps.sum.output, size(steps.big.output[0])] }}",
            "execution",
            execution);
    assertThat(evaluate(project, request).json())
        .isEqualTo(Map.of("result", List.of(41L, 42L, 200_000L), "type", "list"));
    Answer before =
        evaluate(
            project,
            Map.of("value", "{{ steps.sum.output }}", "execution", execution, "before", "sum"));
    assertThat(String.valueOf(before.at("error")))
        .contains("step \"sum\" has not run in this execution");
    assertThat(
            evaluate(
                    project,
                    Map.of("value", "{{ 1 }}", "execution", execution, "before", "nothing"))
                .status())
        .isEqualTo(422);
  }

  @Test
  void secrets_are_asterisks(Project project) {
    assertThat(evaluate(project, Map.of("value", "Bearer {{ secrets.TOKEN }}")).json())
        .isEqualTo(Map.of("result", "Bearer ***", "type", "string"));
    Answer all = evaluate(project, Map.of("value", "{{ toJson(secrets) }}"));
    assertThat(all.status()).isEqualTo(422);
  }

  @Test
  void strangers_and_other_projects_see_nothing(Project project) {
    Map<String, Object> request =
        Map.of("value", "{{ trigger }}", "execution", "exe_01h455vb4pex5vsknk084sn02q");
    assertThat(evaluate(project, request).status()).isEqualTo(404);
    assertThat(
            project
                .api()
                .withKey(null)
                .post(project.path("/expressions/evaluate"), Map.of("value", "{{ 1 }}"))
                .status())
        .isEqualTo(401);
  }

  @Test
  void each_wrong_field_is_named(Project project) {
    Answer wrong =
        evaluate(
            project,
            Map.of(
                "value",
                1,
                "condition",
                true,
                "data",
                Map.of("secrets", Map.of()),
                "before",
                5,
                "extra",
                1));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(String.valueOf(wrong.at("problems")))
        .contains("give either value or condition")
        .contains("/data/secrets")
        .contains("before must be a text")
        .contains("/extra");
  }
}
