package dev.hawser.workflows.spi;

import dev.hawser.core.error.Problem;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.Plan;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that must hold when a definition is deployed, beside what its text says: that what it
 * names is there. Each bean of this type is asked, on every deploy, inside its transaction: it says
 * what is true at that moment, and waits for nothing but the database.
 */
public interface DeployCheck {
  /**
   * What is wrong, with JSON pointers into the definition; empty when nothing is. A problem that
   * the language has found already is not found again.
   */
  List<Problem> problems(Candidate candidate);

  /**
   * What is to be deployed.
   *
   * @param definition the document as a JSON value
   * @param plan null when the definition has problems of its own; the checks are asked
   *     nevertheless, so that people hear of everything at once, and must cope with any JSON value
   *     in any place
   */
  record Candidate(ProjectId project, Map<?, ?> definition, @Nullable Plan plan) {}
}
