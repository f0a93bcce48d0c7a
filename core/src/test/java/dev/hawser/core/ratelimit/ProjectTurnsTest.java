package dev.hawser.core.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.ProjectId;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ProjectTurnsTest {
  private static final ProjectId ONE = new ProjectId(new UUID(0, 1));
  private static final ProjectId OTHER = new ProjectId(new UUID(0, 2));
  private final ProjectTurns turns =
      new ProjectTurns(2, new ErrorCode("core.too-many-tests"), "tests");

  /** As if as many ran side by side: each runs while those around it do. */
  private String nested(ProjectId project, int depth) {
    return turns.run(project, () -> depth == 1 ? "done" : nested(project, depth - 1));
  }

  @Test
  void as_many_as_allowed_run_at_once_and_one_more_is_refused() {
    assertThat(nested(ONE, 2)).isEqualTo("done");
    assertThatThrownBy(() -> nested(ONE, 3))
        .isInstanceOfSatisfying(
            HawserException.LimitExceeded.class,
            refused -> {
              assertThat(refused.code().value()).isEqualTo("core.too-many-tests");
              assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(1));
            })
        .hasMessage("The project has 2 tests at once, which is the limit. Try again in a moment.");
  }

  @Test
  void what_has_ended_or_failed_or_was_refused_counts_no_more() {
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> nested(ONE, 3)).isInstanceOf(HawserException.LimitExceeded.class);
      assertThatThrownBy(
              () ->
                  turns.run(
                      ONE,
                      () -> {
                        throw new IllegalStateException("failed");
                      }))
          .hasMessage("failed");
    }
    assertThat(nested(ONE, 2)).isEqualTo("done");
  }

  @Test
  void projects_do_not_count_against_each_other() {
    assertThat(turns.run(ONE, () -> turns.run(ONE, () -> nested(OTHER, 2)))).isEqualTo("done");
  }
}
