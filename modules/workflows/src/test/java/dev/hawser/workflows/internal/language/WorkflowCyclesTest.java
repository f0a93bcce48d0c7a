package dev.hawser.workflows.internal.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.error.Problem;
import dev.hawser.workflows.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Workflows that would start themselves, by way of others, are found. */
class WorkflowCyclesTest {
  private final List<WorkflowReferences.Target> project = new ArrayList<>();
  private final WorkflowCycles cycles =
      new WorkflowCycles(
          reference ->
              project.stream()
                  .filter(w -> w.id().equals(reference) || w.name().equals(reference))
                  .findFirst());

  private static Plan starting(String... others) {
    StringBuilder steps = new StringBuilder();
    for (int i = 0; i < others.length; i++) {
      steps.append("  - {id: s%d, type: workflow, workflow: %s}\n".formatted(i, others[i]));
    }
    return Definitions.plan(
        "schema: hawser/v1\nname: A\ntrigger: {type: manual}\nsteps:\n" + steps);
  }

  private void has(String id, String name, String... starts) {
    project.add(new WorkflowReferences.Target(id, name, List.of(starts)));
  }

  private Optional<Problem> problem(Plan plan) {
    List<Problem> problems = cycles.check("wf_a", "A", plan);
    assertThat(problems).hasSizeLessThanOrEqualTo(1);
    return problems.stream().findFirst();
  }

  @Test
  void a_workflow_may_start_others() {
    has("wf_b", "B", "wf_c");
    has("wf_c", "C");
    assertThat(problem(starting("B", "wf_c"))).isEmpty();
  }

  @Test
  void a_workflow_cannot_start_itself_by_its_id() {
    has("wf_a", "A");
    Problem problem = problem(starting("wf_a")).orElseThrow();
    assertThat(problem.message()).isEqualTo("the workflow starts itself, which would never end");
    assertThat(problem.pointer()).isEqualTo("/steps/0/workflow");
    assertThat(problem.stepId()).isEqualTo("s0");
    assertThat(problem.line()).isEqualTo(5);
  }

  @Test
  void a_way_back_over_others_is_told() {
    has("wf_a", "A", "B");
    has("wf_b", "B", "C", "D");
    has("wf_c", "C");
    has("wf_d", "D", "wf_a");
    assertThat(problem(starting("B")).orElseThrow().message())
        .isEqualTo(
            "the workflow would come back to itself, which would never end: \"A\" → \"B\" → \"D\" →"
                + " \"A\"");
  }

  @Test
  void a_cycle_of_others_ends_the_search_and_is_theirs_to_break() {
    has("wf_b", "B", "C");
    has("wf_c", "C", "B");
    assertThat(problem(starting("B"))).isEmpty();
  }

  @Test
  void a_workflow_that_is_not_there_is_told() {
    assertThat(problem(starting("Nobody")).orElseThrow().message())
        .isEqualTo("there is no workflow \"Nobody\" in the project");
  }
}
