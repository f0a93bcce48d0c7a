package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Project;
import dev.hawser.systemtest.harness.Project.Deployed;
import dev.hawser.systemtest.harness.SharedServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The workflow that the README begins with. */
@ExtendWith(SharedServer.class)
class FirstWorkflowIT {

  @Test
  void the_example_of_the_readme_does_what_it_says(Hawser hawser, Project project)
      throws Exception {
    Path root = Path.of(System.getProperty("hawser.root"));
    assertThat(Files.readString(root.resolve("README.md"))).contains("examples/hello.yaml");
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
            "guest SUCCEEDED",
            "important/health SUCCEEDED",
            "important/report SUCCEEDED");
    assertThat(Steps.output(ada, "greet"))
        .isEqualTo(Map.of("greeting", "Hello Ada!", "letters", 3L));
    assertThat(Steps.output(ada, "important/report")).isEqualTo("Hello Ada! This server is UP.");

    Answer bob = project.awaitEnd(project.webhook(hello, Map.of("name", "Bob")));
    assertThat(Steps.output(bob, "other/short")).isEqualTo("Hello Bob!");
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
