package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.EchoServer;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Project;
import dev.hawser.systemtest.harness.Project.Deployed;
import dev.hawser.systemtest.harness.SharedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The workflow that the README begins with. */
@ExtendWith(SharedServer.class)
class FirstWorkflowIT {

  @Test
  void the_example_of_the_readme_does_what_it_says(Hawser hawser, Project project)
      throws Exception {
    Path root = Path.of(System.getProperty("hawser.root"));
    String example = Files.readString(root.resolve("examples/hello.yaml"));
    assertThat(example).contains("http://127.0.0.1:8080/");
    Deployed hello =
        project.deploy(example.replace("http://127.0.0.1:8080", hawser.address().toString()));

    Answer ada = project.awaitEnd(project.webhook(hello, Map.of("name", "Ada")));
    assertThat(ada.text("status")).isEqualTo("SUCCEEDED");
    assertThat(ada.objects("steps"))
        .extracting(step -> step.get("path") + " " + step.get("status"))
        .containsExactlyInAnyOrder(
            "greet SUCCEEDED",
            "choose SUCCEEDED",
            "choose/known/check SUCCEEDED",
            "choose/known/report SUCCEEDED");
    assertThat(Steps.output(ada, "greet"))
        .isEqualTo(Map.of("name", "Ada", "greeting", "Hello Ada!"));
    assertThat(Steps.output(ada, "choose/known/report"))
        .isEqualTo(Map.of("said", "Hello Ada!", "serverStatus", 200L));

    Answer nobody = project.awaitEnd(project.webhook(hello, Map.of()));
    assertThat(Steps.output(nobody, "choose/unknown/note")).asString().startsWith("Nobody told us");
  }

  @Test
  void history_names_the_trace_that_request_steps_are_in(Project project) throws Exception {
    AtomicReference<String> sent = new AtomicReference<>("");
    try (EchoServer echo = EchoServer.start()) {
      echo.on(
          "/traced",
          (exchange, call) -> {
            sent.set(String.valueOf(exchange.getRequestHeaders().getFirst("traceparent")));
            EchoServer.reply(exchange, 200, call.body());
          });
      Deployed workflow = project.deploy(Definitions.w1("traced", echo.url("/traced")));
      Answer end = project.awaitEnd(project.webhook(workflow, Map.of("n", 1)));
      assertThat(end.text("status")).isEqualTo("SUCCEEDED");
      assertThat(sent.get()).startsWith("00-" + end.text("traceId") + "-").endsWith("-01");
    }
  }

  /** What a transform or a branch was given is worked out of what is recorded before it. */
  @Test
  void history_shows_the_input_of_every_step(Project project) {
    Deployed workflow =
        project.deploy(
            Definitions.webhook(
                "inputs",
                "{\"id\": \"one\", \"type\": \"transform\", \"value\": \"{{ trigger.body.n }}\"},"
                    + " {\"id\": \"two\", \"type\": \"transform\","
                    + " \"value\": \"{{ steps.one.output + 1 }}\"}"));
    Answer end = project.awaitEnd(project.webhook(workflow, Map.of("n", 4)));
    assertThat(end.objects("steps"))
        .extracting(step -> String.valueOf(step.get("input")))
        .satisfiesExactly(
            one -> assertThat(one).contains("body={n=4}"),
            two -> assertThat(two).isEqualTo("{steps={one=4}}"));
  }

  @Test
  void webhooks_and_triggers_need_no_body(Project project) {
    Deployed workflow =
        project.deploy(
            Definitions.webhook(
                "no body",
                "{\"id\": \"was\", \"type\": \"transform\", \"value\": \"{{ trigger.body }}\"}"));
    Answer hook = project.api().withKey(null).post(workflow.hookPath());
    Answer get = project.api().withKey(null).get(workflow.hookPath());
    Answer trigger = project.api().post(project.path("/workflows/" + workflow.id() + "/trigger"));
    for (Answer answer : List.of(hook, get, trigger)) {
      assertThat(answer.status()).as("%s", answer).isEqualTo(202);
      Answer end = project.awaitEnd(answer.text("executionId"));
      assertThat(end.text("status")).isEqualTo("SUCCEEDED");
      assertThat(Steps.output(end, "was")).isNull();
    }
  }

  @Test
  void a_replay_runs_again_with_the_same_input(Project project) {
    Deployed workflow =
        project.deploy(
            Definitions.webhook(
                "to replay",
                "{\"id\": \"twice\", \"type\": \"transform\", \"value\": \"{{ trigger.body.n * 2 }}\"}"));
    String first = project.webhook(workflow, Map.of("n", 4));
    project.awaitEnd(first);
    Answer replayed = project.api().post(project.path("/executions/" + first + "/replay"));
    assertThat(replayed.status()).isEqualTo(201);
    Answer again = project.awaitEnd(replayed.text("executionId"));
    assertThat(again.at("replayOf")).isEqualTo(first);
    assertThat(Steps.output(again, "twice")).isEqualTo(8L);
  }
}
