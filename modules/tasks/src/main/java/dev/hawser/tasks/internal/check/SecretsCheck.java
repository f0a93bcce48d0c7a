package dev.hawser.tasks.internal.check;

import dev.hawser.core.config.NearestName;
import dev.hawser.core.error.Problem;
import dev.hawser.identity.EnvironmentSecrets;
import dev.hawser.workflows.spi.DeployCheck;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The environment secrets that a definition declares must be there. */
@Singleton
final class SecretsCheck implements DeployCheck {
  private final EnvironmentSecrets secrets;

  SecretsCheck(EnvironmentSecrets secrets) {
    this.secrets = secrets;
  }

  @Override
  public List<Problem> problems(Candidate candidate) {
    if (!(candidate.definition().get("secrets") instanceof List<?> declared)
        || declared.isEmpty()) {
      return List.of();
    }
    Set<String> known = secrets.names(candidate.project());
    List<Problem> problems = new ArrayList<>();
    for (int i = 0; i < declared.size(); i++) {
      if (declared.get(i) instanceof String name && !known.contains(name)) {
        String nearest = NearestName.of(name, known).orElse(null);
        String message = "the project has no secret " + name + ": set it before this is deployed";
        problems.add(new Problem("/secrets/" + i, message, null, nearest, null, null));
      }
    }
    return problems;
  }
}
