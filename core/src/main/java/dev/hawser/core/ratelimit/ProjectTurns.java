package dev.hawser.core.ratelimit;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.ProjectId;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Lets each project do something only so many times at once on this replica, so that one cannot
 * take what all need. Who comes later is refused, not kept waiting. Safe for any number of threads.
 */
public final class ProjectTurns {
  private static final Duration SOON = Duration.ofSeconds(1);

  private final int most;
  private final ErrorCode code;
  private final String what;
  private final ConcurrentHashMap<ProjectId, Integer> running = new ConcurrentHashMap<>();

  /**
   * @param most at once for each project, at least 1
   * @param code of the refusal
   * @param what is limited, in the plural, for people
   */
  public ProjectTurns(int most, ErrorCode code, String what) {
    this.most = most;
    this.code = code;
    this.what = what;
  }

  /**
   * Does the work on the calling thread.
   *
   * @throws HawserException.LimitExceeded when as many as the project may have run already
   */
  public <T> T run(ProjectId project, Supplier<T> work) {
    int now = running.merge(project, 1, Integer::sum);
    try {
      if (now > most) {
        String message =
            "The project has %d %s at once, which is the limit. Try again in a moment."
                .formatted(most, what);
        throw new HawserException.LimitExceeded(code, message, SOON);
      }
      return work.get();
    } finally {
      running.computeIfPresent(project, (id, count) -> count == 1 ? null : count - 1);
    }
  }
}
