package dev.hawser.workflows.internal.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.workflows.DeployedWorkflow;
import dev.hawser.workflows.DeployedWorkflows;
import dev.hawser.workflows.WorkflowId;
import dev.hawser.workflows.internal.language.DefinitionCompiler;
import dev.hawser.workflows.internal.store.DeployedRows;
import dev.hawser.workflows.internal.store.DeployedRows.Stored;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Versions never change, so a compiled one stays good; only the pointers age. */
@Singleton
final class CachedDeployedWorkflows implements DeployedWorkflows {
  private static final ErrorCode BROKEN = new ErrorCode("workflows.version-broken");
  private static final int MOST_PLANS = 2_000;

  private record Key(WorkflowId workflow, int version) {}

  private final Cache<Key, Optional<DeployedWorkflow>> plans =
      Caffeine.newBuilder().maximumSize(MOST_PLANS).build();
  private final Pointers pointers;
  private final SharedPlans shared;
  private final DeployedRows rows;
  private final DefinitionCompiler compiler;
  private final ReentrantLock subscribing = new ReentrantLock();
  private volatile @Nullable AutoCloseable subscription;

  CachedDeployedWorkflows(
      Pointers pointers, SharedPlans shared, DeployedRows rows, DefinitionCompiler compiler) {
    this.pointers = pointers;
    this.shared = shared;
    this.rows = rows;
    this.compiler = compiler;
  }

  /** Tried again with the traffic when Redis could not be reached. */
  @PostConstruct
  void listen() {
    if (subscription == null && subscribing.tryLock()) {
      try {
        if (subscription == null) {
          subscription = shared.listen(pointers::forget, this::forget).orElse(null);
        }
      } finally {
        subscribing.unlock();
      }
    }
  }

  /** Nothing is kept of a workflow whose project is deleted. */
  private void forget(WorkflowId workflow) {
    pointers.forgetForGood(workflow);
    plans.asMap().keySet().removeIf(key -> key.workflow().equals(workflow));
  }

  @PreDestroy
  void stopListening() throws Exception {
    AutoCloseable open = subscription;
    if (open != null) {
      open.close();
    }
  }

  @Override
  public Optional<DeployedWorkflow> findDeployed(WorkflowId id) {
    listen();
    Integer version = pointers.get(id).version();
    return version == null ? Optional.empty() : findVersion(id, version);
  }

  @Override
  public Optional<DeployedWorkflow> findVersion(WorkflowId id, int version) {
    Key key = new Key(id, version);
    Optional<DeployedWorkflow> found = Objects.requireNonNull(plans.get(key, this::load));
    if (found.isEmpty()) {
      plans.invalidate(key); // it may come to be
    }
    return found;
  }

  private Optional<DeployedWorkflow> load(Key key) {
    UUID workflow = key.workflow().value();
    Optional<DeployedWorkflow> there =
        shared.version(workflow, key.version()).flatMap(stored -> compile(key, stored));
    if (there.isPresent()) {
      return there;
    }
    // Nothing there, or nothing that this release can read: the truth is in Postgres.
    Optional<Stored> truth = rows.version(workflow, key.version());
    truth.ifPresent(stored -> shared.put(workflow, key.version(), stored));
    return truth.map(stored -> compile(key, stored).orElseThrow(() -> broken(key)));
  }

  private Optional<DeployedWorkflow> compile(Key key, Stored stored) {
    var compiled = compiler.compileDeployed(stored.definition().getBytes(UTF_8));
    ProjectId project = new ProjectId(stored.project());
    return Optional.ofNullable(compiled.plan())
        .map(
            plan ->
                new DeployedWorkflow(key.workflow(), project, key.version(), stored.name(), plan));
  }

  private static HawserException.Internal broken(Key key) {
    return new HawserException.Internal(
        BROKEN,
        "Version "
            + key.version()
            + " of the workflow was deployed, but this release cannot read it.",
        null);
  }
}
