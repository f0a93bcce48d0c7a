package dev.hawser.workflows.internal.check;

import dev.hawser.core.error.Problem;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.spi.DeployCheck;
import jakarta.inject.Singleton;
import java.util.List;

/** What this release cannot run yet may be saved, and is not deployed. */
@Singleton
final class SupportedCheck implements DeployCheck {
  @Override
  public List<Problem> problems(Candidate candidate) {
    Plan plan = candidate.plan();
    return plan == null ? List.of() : plan.unsupported();
  }
}
