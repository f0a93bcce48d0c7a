package dev.hawser.tasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.hawser.core.config.SettingValues;
import dev.hawser.core.egress.AddressPolicy;
import dev.hawser.core.egress.EgressSettings.Tenancy;
import dev.hawser.core.egress.OutboundHttp;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.redis.RedisStore;
import dev.hawser.functions.FunctionOutcome;
import dev.hawser.functions.FunctionRunner;
import dev.hawser.storage.BlobStore;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.TriggerKind;
import dev.hawser.tasks.internal.TestSettings;
import dev.hawser.tasks.internal.files.WorkflowFiles;
import dev.hawser.tasks.internal.payload.Payloads;
import dev.hawser.tasks.internal.queue.RedisExecutionQueue;
import dev.hawser.tasks.internal.segment.SegmentReader;
import dev.hawser.tasks.internal.store.History;
import dev.hawser.tasks.internal.store.IdempotencyClaim;
import dev.hawser.tasks.internal.store.OpenExecutions;
import dev.hawser.tasks.internal.store.Replicas;
import dev.hawser.tasks.internal.store.StoredValues;
import dev.hawser.testing.TestDatabase;
import dev.hawser.workflows.DeployedWorkflow;
import dev.hawser.workflows.DeployedWorkflows;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.event.StartupEvent;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One engine with everything around it, as in a process of its own; several may share a database
 * and a Redis.
 */
public final class Replica implements AutoCloseable {
  private final HikariDataSource pool = new HikariDataSource();
  private final ClientResources resources =
      DefaultClientResources.builder().ioThreadPoolSize(2).computationThreadPoolSize(2).build();
  private final RedisStore redis;
  private final OutboundHttp http = new OutboundHttp(new AddressPolicy(Tenancy.SINGLE, List.of()));
  private final RunContext context;
  private final Workers workers;
  private final Membership membership;
  private final Uuid7 ids = new Uuid7(Clock.systemUTC());
  public final Responses responses = new Responses();
  public final WorkflowFiles files;
  public final Engine engine;
  public final History history;
  public final SettingValues values;
  final StoredSecrets secrets = new StoredSecrets();
  final SwitchedProjects projects = new SwitchedProjects();
  volatile FunctionRunner functions =
      call -> new FunctionOutcome.Returned(call.inputJson(), List.of());

  public Replica(
      TestDatabase database,
      String redisUri,
      BlobStore blobs,
      DeployedWorkflows workflows,
      Map<String, String> settings) {
    pool.setJdbcUrl(
        database.jdbcUrl()
            + (database.jdbcUrl().contains("?") ? "&" : "?")
            + "reWriteBatchedInserts=true");
    pool.setUsername(database.username());
    pool.setPassword(database.password());
    pool.setSchema("tasks");
    pool.setMaximumPoolSize(8);
    pool.setMinimumIdle(2); // as in the application
    pool.setAllowPoolSuspension(true);
    redis = RedisStore.connect(redisUri, resources);
    values = TestSettings.of(settings);
    files = new WorkflowFiles(blobs, ids, values);
    OpenExecutions open = new OpenExecutions(pool);
    Replicas replicas = new Replicas(pool, open);
    membership = new Membership(replicas, values);
    RedisExecutionQueue queue = new RedisExecutionQueue(redis);
    Payloads payloads = new Payloads(blobs);
    StoredValues stored = new StoredValues(payloads, values);
    RequestSender sender = new RequestSender(http, files, values);
    context =
        new RunContext(
            pool,
            membership,
            sender,
            new FunctionSteps(call -> functions.run(call)),
            stored,
            responses,
            projects,
            Clock.systemUTC(),
            values);
    engine =
        new Engine(
            context,
            workflows,
            open,
            new StoredInputs(stored, payloads),
            new SecretReader(secrets),
            queue,
            new EngineMetrics(new SimpleMeterRegistry(), Clock.systemUTC()),
            ids,
            values);
    history = new History(pool, new SegmentReader(blobs), Clock.systemUTC());
    workers =
        new Workers(engine, context, membership, open, replicas, queue, redis, Clock.systemUTC());
  }

  public Replica start() throws SQLException {
    workers.start(new StartupEvent(io.micronaut.context.BeanContext.build()));
    return this;
  }

  public ExecutionId accept(DeployedWorkflow workflow, @Nullable Object input) {
    return accept(workflow, input, null);
  }

  ExecutionId accept(
      DeployedWorkflow workflow, @Nullable Object input, @Nullable IdempotencyClaim claim) {
    return engine.accept(new StartRequest(workflow, TriggerKind.WEBHOOK, input, null, claim));
  }

  long commits() {
    return context.committer().commits();
  }

  /** Postgres answers nobody of this replica until {@link #reconnect}. */
  void disconnect() {
    pool.getHikariPoolMXBean().suspendPool();
  }

  void reconnect() {
    if (pool.getHikariPoolMXBean() != null) {
      pool.getHikariPoolMXBean().resumePool();
    }
  }

  /** False once it was silent for so long that others may take over what it runs. */
  boolean mayAct() {
    return membership.owns(membership.epoch());
  }

  /** What kill -9 does: nothing is handed over, nothing more is written. */
  void crash() {
    pool.close();
    redis.close();
    context.stop();
    assertThatThrownBy(membership::leave).isInstanceOf(SQLException.class);
  }

  @Override
  public void close() throws java.io.IOException {
    reconnect();
    workers.stop();
    context.close();
    http.close();
    pool.close();
    redis.close();
    resources.shutdown().awaitUninterruptibly();
  }
}
