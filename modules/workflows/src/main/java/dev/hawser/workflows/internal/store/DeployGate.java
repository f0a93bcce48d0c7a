package dev.hawser.workflows.internal.store;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.spi.DeployCheck;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets pass what may be deployed: checks everything again, whatever was said at the last save. The
 * definition itself is checked before the transaction, what it needs around it inside.
 */
@Singleton
public final class DeployGate {
  private final Definitions definitions;
  private final List<DeployCheck> checks;

  DeployGate(Definitions definitions, List<DeployCheck> checks) {
    this.definitions = definitions;
    this.checks = List.copyOf(checks);
  }

  /** Reads what is to be deployed; part of a transaction, which goes on when it is checked. */
  Document read(ProjectId project, String definition) {
    Document document = definitions.stored(project, definition);
    Checks.requireAll();
    return document;
  }

  /**
   * @param known problems that were found already, beside the document's own
   * @throws HawserException.Invalid with all problems
   */
  void pass(ProjectId project, Document document, List<Problem> known) {
    List<Problem> problems = new ArrayList<>(document.problems());
    problems.addAll(known);
    problems.addAll(missing(project, document.value(), document.plan()));
    Definitions.require(problems);
  }

  /** What else is wrong with a definition that is to be deployed, beside its own problems. */
  public List<Problem> missing(ProjectId project, Map<?, ?> definition, @Nullable Plan plan) {
    var candidate = new DeployCheck.Candidate(project, definition, plan);
    return checks.stream().flatMap(check -> check.problems(candidate).stream()).toList();
  }
}
