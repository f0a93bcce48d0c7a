package dev.hawser.tasks.internal.archive;

import dev.hawser.core.lock.LeaderElection;
import dev.hawser.core.lock.Leadership;
import dev.hawser.core.redis.RedisStore;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Which replica looks after the history. */
@Singleton
public final class HistoryLeader implements AutoCloseable {
  private final LeaderElection election;

  public HistoryLeader(@Named("system") RedisStore system) {
    this.election = new LeaderElection(system, "tasks-history");
  }

  /** The leadership, if this replica has it now. Ask again before each piece of work. */
  public Optional<Leadership> current() {
    return election.current();
  }

  @Override
  @PreDestroy
  public void close() {
    election.close();
  }
}
