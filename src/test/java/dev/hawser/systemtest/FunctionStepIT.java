package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.json.Json;
import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Project;
import dev.hawser.systemtest.harness.Project.Deployed;
import dev.hawser.systemtest.harness.SharedServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Customers' JavaScript in workflows of the packaged jar. */
@ExtendWith(SharedServer.class)
class FunctionStepIT {
  @Test
  void a_function_gets_json_gives_json_and_its_console_is_in_history(Project project) {
    Deployed workflow =
        project.deploy(
            definition(
                "sums",
                """
                export default async (input, lib) => {
                  console.warn('orders', input.orders.length);
                  return { total: lib.collections.sumBy(input.orders, 'amount'),
                           hash: lib.hash.sha256('a') };
                };
                """));
    Map<String, ?> orders = Map.of("orders", List.of(Map.of("amount", 2), Map.of("amount", 3)));
    Answer ended = project.awaitEnd(project.webhook(workflow, orders));
    assertThat(ended.text("status")).as(ended.toString()).isEqualTo("SUCCEEDED");
    assertThat(ended.at("steps", "0", "output", "total")).isEqualTo(5L);
    assertThat(ended.text("steps", "0", "output", "hash")).startsWith("ca978112ca1bbdca");
    assertThat(ended.at("steps", "0", "log"))
        .isEqualTo(List.of(Map.of("level", "warn", "text", "orders 2")));
    assertThat(ended.at("tasks")).isEqualTo(1L);
  }

  @Test
  void an_error_names_line_and_column_and_a_loop_hurts_nobody_else(Project project) {
    Deployed loop = project.deploy(definition("loops", "export default () => { for (;;); };"));
    Deployed wrong =
        project.deploy(
            definition("throws", "export default (input) => {\n  return input.a.b.c;\n};"));
    String endless = project.webhook(loop, Map.of());
    Answer threw = project.awaitEnd(project.webhook(wrong, Map.of()));
    assertThat(threw.text("steps", "0", "error", "code")).isEqualTo("function-threw");
    assertThat(threw.text("steps", "0", "error", "message")).contains("TypeError", "line 2");
    assertThat(threw.at("steps", "0", "error", "line")).isEqualTo(2L);
    assertThat(project.execution(endless).text("status")).isEqualTo("RUNNING");
    Answer stopped = project.awaitEnd(endless);
    assertThat(stopped.text("steps", "0", "error", "code")).isEqualTo("function-stopped");
    assertThat(stopped.text("steps", "0", "error", "reason")).isIn("cpu-time", "statements");
  }

  @Test
  void code_that_is_no_javascript_is_refused_when_it_is_saved(Project project) {
    Answer refused =
        project
            .api()
            .post(
                project.path("/workflows"),
                definition("broken", "export default (input) => {\n  return input +;\n};"),
                "application/json");
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.objects("problems"))
        .singleElement()
        .asString()
        .contains("/steps/0/code", "calculate", "2");
  }

  private static String definition(String name, String code) {
    Map<String, ?> step =
        Map.of("id", "calculate", "type", "function", "code", code, "input", "{{ trigger.body }}");
    Map<String, ?> definition =
        Map.of(
            "schema",
            "hawser/v1",
            "name",
            "function " + name,
            "trigger",
            Map.of("type", "webhook"),
            "steps",
            List.of(step));
    return new String(Json.write(definition), StandardCharsets.UTF_8);
  }
}
