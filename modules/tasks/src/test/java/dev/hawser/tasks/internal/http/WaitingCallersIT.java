package dev.hawser.tasks.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.storage.MemoryBlobStore;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.TasksSchema;
import dev.hawser.tasks.TriggerKind;
import dev.hawser.tasks.internal.engine.Replica;
import dev.hawser.tasks.internal.engine.Responses.Response;
import dev.hawser.tasks.internal.engine.StartRequest;
import dev.hawser.tasks.internal.payload.Payloads;
import dev.hawser.testing.TestDatabase;
import dev.hawser.testing.TestRedis;
import dev.hawser.testing.TestServers;
import dev.hawser.workflows.DeployedWorkflow;
import dev.hawser.workflows.DeployedWorkflows;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.RetryPolicy;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.Content;
import dev.hawser.workflows.StepPlan.ErrorHandling;
import dev.hawser.workflows.StepPlan.Header;
import dev.hawser.workflows.TriggerPlan;
import dev.hawser.workflows.WorkflowId;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers and the replicas that run their executions. */
class WaitingCallersIT {
  private static final MemoryBlobStore BLOBS = new MemoryBlobStore(Clock.systemUTC());

  private final TestDatabase database = TestServers.newDatabase();
  private final TestRedis redis = TestServers.newRedis();
  private final ProjectId project = new ProjectId(UUID.randomUUID());
  private final WorkflowId workflow = new WorkflowId(UUID.randomUUID());
  private final List<Replica> replicas = new ArrayList<>();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile List<StepPlan> steps = List.of(respond());

  @BeforeEach
  void prepare() throws IOException, SQLException {
    TasksSchema.create(database);
  }

  @AfterEach
  void stop() throws IOException {
    gate.countDown();
    for (Replica replica : replicas) {
      replica.close();
    }
    database.close();
  }

  private static Header header(String id) {
    return new Header(id, null, null, RetryPolicy.NONE, new ErrorHandling.Fail(), false, Set.of());
  }

  private static StepPlan respond() {
    return new StepPlan.Respond(
        header("r"), scope -> 201L, List.of(), new Content.Json(scope -> "hello"));
  }

  /** A step that takes until the gate opens. */
  private StepPlan slow() {
    return new StepPlan.Transform(
        header("slow"),
        scope -> {
          try {
            gate.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return 1L;
        });
  }

  private DeployedWorkflow deployed() {
    TriggerPlan trigger = new TriggerPlan.Webhook(202, Map.of(), null, true);
    Plan plan = new Plan(trigger, steps, List.of(), Duration.ofHours(1), Plan.UNLIMITED);
    return new DeployedWorkflow(workflow, project, 1, "test", plan);
  }

  private Replica replica(Map<String, String> settings) throws SQLException {
    DeployedWorkflows workflows =
        new DeployedWorkflows() {
          @Override
          public Optional<DeployedWorkflow> findDeployed(WorkflowId id) {
            return Optional.of(deployed());
          }

          @Override
          public Optional<DeployedWorkflow> findVersion(WorkflowId id, int version) {
            return Optional.of(deployed());
          }
        };
    Replica replica = new Replica(database, redis.uri(), BLOBS, workflows, settings).start();
    replicas.add(replica);
    return replica;
  }

  private static WaitingCallers callers(Replica replica) {
    return new WaitingCallers(
        replica.responses, replica.engine, replica.history, new Payloads(BLOBS), replica.values);
  }

  private WaitingCallers.Outcome call(Replica replica, WaitingCallers callers) {
    ExecutionId id = replica.engine.newId();
    return callers.call(project, id, () -> accept(replica, id));
  }

  private ExecutionId accept(Replica replica, ExecutionId id) {
    return replica.engine.accept(
        id, new StartRequest(deployed(), TriggerKind.WEBHOOK, null, null, null));
  }

  private static Object body(Optional<Response> response) {
    return ((Response.Given) response.orElseThrow()).answer().get("body");
  }

  @Test
  void a_caller_gets_the_answer_of_its_execution() throws Exception {
    Replica replica = replica(Map.of());
    assertThat(body(call(replica, callers(replica)).response())).isEqualTo("hello");
  }

  @Test
  void an_end_without_an_answer_is_told_too() throws Exception {
    steps = List.of(new StepPlan.Transform(header("t"), scope -> 1L));
    Replica replica = replica(Map.of());
    assertThat(call(replica, callers(replica)).response())
        .hasValue(new Response.Missing(true, null));
    steps =
        List.of(
            new StepPlan.Transform(
                header("t"),
                scope -> {
                  throw new dev.hawser.workflows.EvaluationException("x", "no such field");
                }));
    assertThat(call(replica, callers(replica)).response())
        .hasValueSatisfying(
            missing -> assertThat(((Response.Missing) missing).succeeded()).isFalse());
  }

  @Test
  void the_answer_of_an_execution_that_runs_elsewhere_comes_through_postgres() throws Exception {
    gate = new CountDownLatch(1);
    steps = List.of(slow(), respond());
    Replica full = replica(Map.of("hawser.engine.max-running", "1"));
    accept(full, full.engine.newId());
    steps = List.of(respond());
    CompletableFuture<WaitingCallers.Outcome> outcome =
        CompletableFuture.supplyAsync(() -> call(full, callers(full)));
    replica(Map.of());
    assertThat(body(outcome.get().response())).isEqualTo("hello");
  }

  @Test
  void the_same_call_again_gets_the_same_answer() throws Exception {
    Replica replica = replica(Map.of());
    ExecutionId first = call(replica, callers(replica)).execution();
    ExecutionId reserved = replica.engine.newId();
    var again = callers(replica).call(project, reserved, () -> first);
    assertThat(again.execution()).isEqualTo(first);
    assertThat(body(again.response())).isEqualTo("hello");
  }

  @Test
  void who_waits_too_long_is_told_so_while_the_execution_goes_on() throws Exception {
    gate = new CountDownLatch(1);
    steps = List.of(slow(), respond());
    Replica replica = replica(Map.of("hawser.engine.respond-timeout", "50ms"));
    var outcome = call(replica, callers(replica));
    assertThat(outcome.response()).isEmpty();
    gate.countDown();
    await()
        .until(
            () ->
                replica
                    .history
                    .find(project, outcome.execution())
                    .orElseThrow()
                    .view()
                    .status()
                    .isFinal());
  }

  @Test
  void callers_beyond_the_limit_are_refused_and_start_nothing() throws Exception {
    gate = new CountDownLatch(1);
    steps = List.of(slow(), respond());
    Replica replica = replica(Map.of("hawser.engine.max-waiting-callers", "1"));
    WaitingCallers callers = callers(replica);
    CountDownLatch accepted = new CountDownLatch(1);
    ExecutionId id = replica.engine.newId();
    CompletableFuture<WaitingCallers.Outcome> first =
        CompletableFuture.supplyAsync(
            () ->
                callers.call(
                    project,
                    id,
                    () -> {
                      ExecutionId made = accept(replica, id);
                      accepted.countDown();
                      return made;
                    }));
    accepted.await();
    assertThatThrownBy(() -> call(replica, callers))
        .isInstanceOfSatisfying(
            HawserException.LimitExceeded.class, e -> assertThat(e.retryAfter()).isNotNull());
    gate.countDown();
    assertThat(body(first.get().response())).isEqualTo("hello");
    assertThat(body(call(replica, callers).response())).isEqualTo("hello");
  }
}
