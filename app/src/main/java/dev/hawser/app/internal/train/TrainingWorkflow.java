package dev.hawser.app.internal.train;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A workflow with every step type, deployed, triggered and read back. */
final class TrainingWorkflow {
  /** Sends one request and insists on the status of its answer. */
  @FunctionalInterface
  interface Caller {
    Map<?, ?> call(String method, String path, @Nullable Object body, int expected)
        throws IOException, InterruptedException;
  }

  private TrainingWorkflow() {}

  static void run(Caller api, String project, int webhooks)
      throws IOException, InterruptedException {
    String workflows = project + "/workflows";
    api.call("POST", workflows + "/validate", definition(), 200);
    Map<?, ?> workflow = api.call("POST", workflows, definition(), 201);
    String one = workflows + "/" + TrainingRun.text(workflow, "id");
    api.call("GET", workflows, null, 200);
    api.call("POST", one + "/deploy", null, 200);
    Map<?, ?> deployed = api.call("GET", one, null, 200);
    for (int i = 0; i < webhooks; i++) {
      api.call("POST", TrainingRun.text(deployed, "hookPath"), Map.of("amount", i), 202);
    }
    String execution =
        TrainingRun.text(
            api.call("POST", one + "/trigger", Map.of("amount", 7), 202), "executionId");
    String executions = project + "/executions";
    api.call("GET", executions, null, 200);
    api.call("GET", executions + "/" + execution, null, 200);
  }

  private static Map<String, Object> definition() {
    return Map.of(
        "schema",
        "hawser/v1",
        "name",
        "training",
        "trigger",
        Map.of("type", "webhook"),
        "steps",
        List.of(
            Map.of(
                "id",
                "total",
                "type",
                "transform",
                "value",
                Map.of("doubled", "{{ trigger.body.amount * 2 }}")),
            Map.of(
                "id",
                "size",
                "type",
                "branch",
                "arms",
                List.of(
                    Map.of(
                        "id",
                        "large",
                        "when",
                        "{{ steps.total.output.doubled > 100 }}",
                        "steps",
                        List.of()),
                    Map.of("id", "small", "steps", List.of())))));
  }
}
