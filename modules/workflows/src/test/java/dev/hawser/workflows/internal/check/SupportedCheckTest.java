package dev.hawser.workflows.internal.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.error.Problem;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.TriggerPlan;
import dev.hawser.workflows.spi.DeployCheck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SupportedCheckTest {
  @Test
  void what_cannot_run_yet_is_a_problem_of_the_deploy() {
    Problem later = Problem.at("/trigger/type", "cannot run yet");
    assertThat(problems(plan(List.of(later)))).containsExactly(later);
    assertThat(problems(plan(List.of()))).isEmpty();
    assertThat(problems(null)).as("the language has told already").isEmpty();
  }

  private static List<Problem> problems(Plan plan) {
    ProjectId project = new ProjectId(new UUID(0x7000, 1));
    return new SupportedCheck().problems(new DeployCheck.Candidate(project, Map.of(), plan));
  }

  private static Plan plan(List<Problem> unsupported) {
    return new Plan(
        new TriggerPlan.Manual(),
        List.of(),
        List.of(),
        Duration.ofHours(1),
        1,
        Plan.Environment.NOTHING,
        unsupported);
  }
}
