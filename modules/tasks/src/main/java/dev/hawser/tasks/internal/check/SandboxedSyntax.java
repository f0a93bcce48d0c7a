package dev.hawser.tasks.internal.check;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.ratelimit.ProjectTurns;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.FunctionChecks;
import dev.hawser.workflows.FunctionSyntax;
import dev.hawser.workflows.FunctionSyntax.Flaw;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;

/**
 * Checks the code of functions where it would run, since to parse a stranger's code is to run a
 * parser on it. What was found right is known for a while: a definition is checked on every save,
 * and few of its functions change between two.
 */
@Singleton
final class SandboxedSyntax implements FunctionChecks {
  private static final ErrorCode STOPPING = new ErrorCode("tasks.stopping");

  private static final ErrorCode TOO_MANY = new ErrorCode("tasks.too-many-function-checks");

  /** Checks of code that is not known yet; one definition has its code checked one by one. */
  private static final int MOST_AT_ONCE = 8;

  /** Characters of code that are known. */
  private static final long KNOWN = 4_000_000;

  private final dev.hawser.functions.FunctionSyntax sandbox;
  private final ProjectTurns turns =
      new ProjectTurns(MOST_AT_ONCE, TOO_MANY, "checks of function code");
  private final Cache<String, Boolean> known =
      Caffeine.newBuilder()
          .maximumWeight(KNOWN)
          .<String, Boolean>weigher((code, right) -> code.length() + 64)
          .build();

  SandboxedSyntax(dev.hawser.functions.FunctionSyntax sandbox) {
    this.sandbox = sandbox;
  }

  @Override
  public FunctionSyntax of(ProjectId project) {
    ProjectId turn = turn(project);
    return code -> check(turn, code);
  }

  /**
   * Whose turn a check takes among those who share the sandbox: the project's, but not that of its
   * executions, behind which no save shall wait.
   */
  private static ProjectId turn(ProjectId project) {
    UUID id = project.value();
    return new ProjectId(new UUID(~id.getMostSignificantBits(), ~id.getLeastSignificantBits()));
  }

  private List<Flaw> check(ProjectId turn, String code) {
    if (known.getIfPresent(code) != null) {
      return List.of();
    }
    List<Flaw> flaws = turns.run(turn, () -> checkNow(turn, code));
    if (flaws.isEmpty()) {
      known.put(code, true);
    }
    return flaws;
  }

  private List<Flaw> checkNow(ProjectId turn, String code) {
    try {
      return sandbox.check(turn, code).stream()
          .map(problem -> new Flaw(problem.line(), problem.column(), problem.message()))
          .toList();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HawserException.Unavailable(STOPPING, "The server is stopping", e);
    }
  }
}
