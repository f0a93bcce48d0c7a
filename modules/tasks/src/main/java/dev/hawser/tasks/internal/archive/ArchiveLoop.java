package dev.hawser.tasks.internal.archive;

import dev.hawser.core.lock.Leadership;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.event.StartupEvent;
import io.micronaut.runtime.event.annotation.EventListener;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets the archiver work while this replica leads, without pauses as long as it finds something.
 */
@Context
final class ArchiveLoop {
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final Archiver archiver;
  private final HistoryLeader leader;
  private final ArchiveMetrics metrics;
  private @Nullable LeaderLoop loop;

  ArchiveLoop(Archiver archiver, HistoryLeader leader, ArchiveMetrics metrics) {
    this.archiver = archiver;
    this.leader = leader;
    this.metrics = metrics;
  }

  @EventListener
  void start(StartupEvent event) {
    loop =
        new LeaderLoop(
            "tasks-archive",
            "the archive of ended executions",
            this::leadership,
            (leadership, pace) -> archiver.archiveSome(leadership, pace) ? Duration.ZERO : LOOK);
  }

  private Optional<Leadership> leadership() {
    Optional<Leadership> current = leader.current();
    if (current.isEmpty()) {
      metrics.notLeading();
    }
    return current;
  }

  @PreDestroy
  void stop() {
    if (loop != null) {
      loop.close();
    }
  }
}
