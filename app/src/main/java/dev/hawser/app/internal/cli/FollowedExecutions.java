package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.ExecutionView;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was shown of executions. Forgets those that ended a while ago, so that watching for weeks
 * costs no memory.
 */
final class FollowedExecutions {
  private static final Duration REMEMBERED = Duration.ofSeconds(60);
  private static final int MOST_ASKED = 20;

  private final Map<String, ExecutionView> seen = new LinkedHashMap<>();
  private @Nullable Instant newest;

  /** When the newest known one was accepted; null while there is none. */
  @Nullable Instant newest() {
    return newest;
  }

  /** Takes note of a state; whether it is another than before. */
  boolean isNews(ExecutionView execution) {
    if (newest == null || execution.acceptedAt().isAfter(newest)) {
      newest = execution.acceptedAt();
      forget(newest.minus(REMEMBERED));
    }
    ExecutionView before = seen.put(execution.id(), execution);
    return before == null || !before.status().equals(execution.status());
  }

  /** Whether there may be unseen ones older than this one. */
  boolean misses(ExecutionView oldestRead) {
    return newest != null && oldestRead.acceptedAt().isAfter(newest);
  }

  /** Some of those that had not ended and are too old to be read with the new ones, in turns. */
  List<String> unfinishedBefore(@Nullable Instant from) {
    List<String> turn = new ArrayList<>();
    for (ExecutionView execution : List.copyOf(seen.values())) {
      if (turn.size() < MOST_ASKED
          && from != null
          && !execution.isFinal()
          && execution.acceptedAt().isBefore(from)) {
        turn.add(execution.id());
        seen.remove(execution.id());
        seen.put(execution.id(), execution); // the last in the next turn
      }
    }
    return turn;
  }

  void remove(String id) {
    seen.remove(id);
  }

  private void forget(Instant before) {
    seen.values()
        .removeIf(execution -> execution.isFinal() && execution.acceptedAt().isBefore(before));
  }
}
