package dev.hawser.tasks.internal.retention;

import dev.hawser.tasks.internal.archive.HistoryLeader;
import dev.hawser.tasks.internal.archive.LeaderLoop;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Lets the leader make its round from time to time. */
@Context
final class UpkeepLoop {
  private static final Duration PAUSE = Duration.ofMinutes(10);

  private final Upkeep upkeep;
  private final HistoryLeader leader;
  private volatile boolean stopping;
  private @Nullable LeaderLoop loop;

  UpkeepLoop(Upkeep upkeep, HistoryLeader leader) {
    this.upkeep = upkeep;
    this.leader = leader;
  }

  @EventListener
  void start(StartupEvent event) {
    loop =
        new LeaderLoop(
            "tasks-upkeep",
            "the upkeep of the history",
            leader::current,
            (leadership, pace) -> {
              upkeep.round(leadership, this::mayGoOn);
              return PAUSE;
            });
  }

  private boolean mayGoOn() {
    return !stopping && leader.current().isPresent();
  }

  @PreDestroy
  void stop() {
    stopping = true;
    if (loop != null) {
      loop.close();
    }
  }
}
