package dev.hawser.workflows.internal.deploy;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.hawser.core.error.HawserException;
import dev.hawser.workflows.WorkflowId;
import dev.hawser.workflows.internal.deploy.SharedPlans.SharedPointer;
import dev.hawser.workflows.internal.store.DeployedRows;
import dev.hawser.workflows.internal.store.DeployedRows.Pointer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which version is deployed, per workflow. An entry is renewed beside the traffic once it is half
 * its age, never used beyond it, and dropped when a deploy is announced. While nothing can be
 * asked, the last known answer serves.
 */
@Singleton
final class Pointers {
  private static final Logger LOG = LoggerFactory.getLogger(Pointers.class);
  private static final int MOST = 100_000;

  /** Of what Redis says; with the age below no answer is older than ten seconds. */
  private static final Duration SHARED_AGE = Duration.ofSeconds(2);

  private static final Duration AGE = Duration.ofSeconds(8);
  private static final Executor RENEWAL = task -> Thread.startVirtualThread(task);

  private final SharedPlans shared;
  private final DeployedRows rows;
  private final InstantSource clock;
  private final LoadingCache<UUID, Pointer> current;
  private final Map<UUID, Pointer> lastKnown =
      Caffeine.newBuilder().maximumSize(MOST).<UUID, Pointer>build().asMap();

  Pointers(SharedPlans shared, DeployedRows rows, InstantSource clock) {
    this.shared = shared;
    this.rows = rows;
    this.clock = clock;
    Ticker ticker = () -> Duration.between(java.time.Instant.EPOCH, clock.instant()).toNanos();
    this.current =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .ticker(ticker)
            .executor(RENEWAL)
            .refreshAfterWrite(AGE.dividedBy(2))
            .expireAfterWrite(AGE)
            .build(this::load);
  }

  /** The pointer of an unknown workflow has no version. */
  Pointer get(WorkflowId workflow) {
    return Objects.requireNonNull(current.get(workflow.value()));
  }

  /** The next reader asks again. */
  void forget(WorkflowId workflow) {
    current.invalidate(workflow.value());
  }

  /** Not even the last known answer is kept. */
  void forgetForGood(WorkflowId workflow) {
    current.invalidate(workflow.value());
    lastKnown.remove(workflow.value());
  }

  private Pointer load(UUID workflow) {
    Optional<SharedPointer> there = shared.pointer(workflow);
    boolean young =
        there.isPresent() && there.get().readAt().plus(SHARED_AGE).isAfter(clock.instant());
    if (young) {
      return remember(workflow, there.get().pointer());
    }
    try {
      Optional<Pointer> stored = rows.pointer(workflow);
      stored.ifPresent(pointer -> shared.put(workflow, pointer));
      return remember(workflow, stored.orElse(new Pointer(null, 0)));
    } catch (HawserException.Unavailable e) {
      Pointer old = there.map(SharedPointer::pointer).orElseGet(() -> lastKnown.get(workflow));
      if (old == null) {
        throw e;
      }
      LOG.warn("Postgres (workflows) does not answer; using the last known version");
      return old;
    }
  }

  private Pointer remember(UUID workflow, Pointer pointer) {
    lastKnown.put(workflow, pointer);
    return pointer;
  }
}
