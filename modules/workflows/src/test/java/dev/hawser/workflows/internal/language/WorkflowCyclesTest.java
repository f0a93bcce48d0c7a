package dev.hawser.workflows.internal.language;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.error.Problem;
import dev.hawser.workflows.Plan;
import java.util.ArrayList;
import java.util.Collections;
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
  void many_steps_and_ways_look_at_each_workflow_once() {
    int size = 240;
    String[] all = new String[size];
    for (int i = 0; i < size; i++) {
      all[i] = "W" + i;
    }
    for (int i = 0; i < size; i++) {
      has("wf_" + i, "W" + i, all);
    }
    List<String> asked = new ArrayList<>();
    var counted = new WorkflowCycles(counting(asked));
    List<List<String>> copies = Collections.nCopies(2, List.of(all));
    String[] twice = copies.stream().flatMap(List::stream).toArray(String[]::new);
    assertThat(counted.check("wf_a", "A", starting(twice))).isEmpty();
    assertThat(asked).hasSize(size).doesNotHaveDuplicates();
    project.set(7, new WorkflowReferences.Target("wf_7", "W7", List.of("A")));
    List<Problem> problems = cycles.check("wf_a", "A", starting(all));
    assertThat(problems).hasSize(size);
    assertThat(problems.get(7).message()).endsWith("\"A\" → \"W7\" → \"A\"");
    assertThat(problems.get(8).message()).endsWith("\"A\" → \"W8\" → \"W7\" → \"A\"");
  }

  @Test
  void a_long_way_back_is_not_told_to_its_end() {
    for (int i = 0; i < 50; i++) {
      has("wf_" + i, "W" + i, i == 49 ? "A" : "W" + (i + 1));
    }
    assertThat(problem(starting("W0")).orElseThrow().message())
        .contains("\"A\" → \"W0\" → \"W1\" → ")
        .endsWith("\"W9\" → … → \"A\"");
  }

  @Test
  void a_search_that_would_be_too_long_is_refused() {
    for (int i = 0; i < 1_001; i++) {
      has("wf_" + i, "W" + i, i == 1_000 ? "A" : "W" + (i + 1));
    }
    List<String> asked = new ArrayList<>();
    List<Problem> problems =
        new WorkflowCycles(counting(asked)).check("wf_a", "A", starting("W0", "W1"));
    assertThat(problems).hasSize(1);
    assertThat(problems.getFirst().pointer()).isEqualTo("/steps/0/workflow");
    assertThat(problems.getFirst().message()).contains("too many", "at most 1000", "at most 500");
    assertThat(asked).hasSizeLessThanOrEqualTo(1_000);
    String[] many = new String[501];
    for (int i = 0; i < many.length; i++) {
      many[i] = "X" + i;
    }
    has("wf_m", "Many", many);
    assertThat(problem(starting("Many")).orElseThrow().message()).contains("too many");
  }

  private WorkflowReferences counting(List<String> asked) {
    return reference -> {
      asked.add(reference);
      return project.stream()
          .filter(w -> w.id().equals(reference) || w.name().equals(reference))
          .findFirst();
    };
  }

  @Test
  void a_workflow_that_is_not_there_is_told() {
    assertThat(problem(starting("Nobody")).orElseThrow().message())
        .isEqualTo("there is no workflow \"Nobody\" in the project");
  }
}
