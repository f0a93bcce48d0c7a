package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.EchoServer.Call;
import dev.hawser.systemtest.harness.Project;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold after every disaster. */
final class Promises {
  private Promises() {}

  /** Every accepted execution is found, and reaches its end within this time. */
  static void everyAcceptedOneSucceeds(
      Project project, String workflow, Collection<String> accepted, Duration limit) {
    assertThat(new HashSet<>(accepted)).as("distinct executions").hasSameSizeAs(accepted);
    Map<String, String> statuses = project.awaitAllEnded(workflow, limit);
    assertThat(statuses.keySet()).as("executions in history").containsAll(accepted);
    assertThat(statuses).allSatisfy((id, status) -> assertThat(status).isEqualTo("SUCCEEDED"));
  }

  /**
   * Of a workflow whose step {@code first} is followed by {@code second}: once the second was seen,
   * the result of the first is recorded, so it never runs again. And each crash repeats at most
   * what was in flight, with the same key.
   */
  static void noRecordedStepRanAgain(List<Call> calls, String first, String second, int crashes) {
    Set<String> beyondFirst = new HashSet<>();
    Map<String, Integer> attempts = new HashMap<>();
    Map<String, Set<String>> keys = new HashMap<>();
    for (Call call : calls) {
      String execution = call.field("execution");
      if (call.path().equals(second)) {
        beyondFirst.add(execution);
      } else if (call.path().equals(first)) {
        assertThat(beyondFirst)
            .as("%s ran again although its result was recorded", first)
            .doesNotContain(execution);
      }
      String step = execution + call.path();
      attempts.merge(step, 1, Integer::sum);
      keys.computeIfAbsent(step, s -> new HashSet<>()).add(call.key());
    }
    assertThat(attempts)
        .allSatisfy((step, count) -> assertThat(count).isLessThanOrEqualTo(1 + crashes));
    assertThat(keys).allSatisfy((step, used) -> assertThat(used).hasSize(1).doesNotContain(""));
    Set<String> all = new HashSet<>();
    keys.values().forEach(used -> assertThat(all.addAll(used)).as("keys are unique").isTrue());
  }

  /** Both steps of each of these executions ran. */
  static void bothStepsRan(
      List<Call> calls, Collection<String> executions, String first, String second) {
    for (String path : List.of(first, second)) {
      assertThat(calls.stream().filter(call -> call.path().equals(path)))
          .extracting(call -> call.field("execution"))
          .containsAll(executions);
    }
  }
}
