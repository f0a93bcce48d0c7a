package dev.hawser.tasks.internal.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.functions.SyntaxProblem;
import dev.hawser.workflows.FunctionSyntax.Flaw;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SandboxedSyntaxTest {
  private static final ProjectId ONE = new ProjectId(new UUID(7, 1));
  private static final ProjectId OTHER = new ProjectId(new UUID(7, 2));

  @Test
  void a_project_has_so_many_checks_at_once_and_others_are_not_refused() throws Exception {
    CountDownLatch begun = new CountDownLatch(8);
    CountDownLatch end = new CountDownLatch(1);
    SandboxedSyntax syntax =
        new SandboxedSyntax(
            (project, code) -> {
              if (code.startsWith("slow")) {
                begun.countDown();
                end.await();
              }
              return List.of();
            });
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Flaw>>> checks = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String code = "slow " + i;
        checks.add(threads.submit(() -> syntax.of(ONE).check(code)));
      }
      try {
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        assertThatThrownBy(() -> syntax.of(ONE).check("quick"))
            .isInstanceOfSatisfying(
                HawserException.LimitExceeded.class,
                refused -> {
                  assertThat(refused.code().value()).isEqualTo("tasks.too-many-function-checks");
                  assertThat(refused.retryAfter()).isPositive();
                })
            .hasMessageContaining("8 checks of function code at once");
        assertThat(syntax.of(OTHER).check("quick")).isEmpty();
        assertThat(syntax.of(ONE).check("quick")).as("known to be right").isEmpty();
      } finally {
        end.countDown();
      }
      for (Future<List<Flaw>> check : checks) {
        assertThat(check.get(20, TimeUnit.SECONDS)).isEmpty();
      }
    }
    assertThat(syntax.of(ONE).check("another")).isEmpty();
  }

  @Test
  void each_project_takes_turns_of_its_own_which_are_not_those_of_its_executions() {
    Set<ProjectId> turns = ConcurrentHashMap.newKeySet();
    SandboxedSyntax syntax =
        new SandboxedSyntax(
            (project, code) -> {
              turns.add(project);
              return List.of(new SyntaxProblem(2, 3, "is wrong"));
            });
    assertThat(syntax.of(ONE).check("a")).containsExactly(new Flaw(2, 3, "is wrong"));
    assertThat(syntax.of(OTHER).check("a")).hasSize(1);
    assertThat(turns).hasSize(2).doesNotContain(ONE, OTHER);
  }
}
