package dev.hawser.tasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.json.Json;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.PutOptions;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.ExecutionStatus;
import dev.hawser.tasks.TasksSchema;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.tasks.internal.payload.FaultyBlobStore;
import dev.hawser.tasks.internal.payload.PayloadRef;
import dev.hawser.tasks.internal.payload.Payloads;
import dev.hawser.tasks.internal.store.ExecutionRecordings;
import dev.hawser.tasks.internal.store.StoredValues;
import dev.hawser.testing.TestDatabase;
import dev.hawser.testing.TestRedis;
import dev.hawser.testing.TestServers;
import dev.hawser.workflows.DeployedWorkflow;
import dev.hawser.workflows.DeployedWorkflows;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.RetryPolicy;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.Auth;
import dev.hawser.workflows.StepPlan.Body;
import dev.hawser.workflows.StepPlan.ErrorHandling;
import dev.hawser.workflows.StepPlan.Header;
import dev.hawser.workflows.TriggerPlan;
import dev.hawser.workflows.WorkflowId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values of 100 KB through an execution of three steps, and what the blob store does to it. */
class LargeValuesIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final Map<String, Object> LARGE = Map.of("text", "lantern ".repeat(12_500));
  private static final Map<String, String> ONE_NODE =
      Map.of("hawser.node", "one", "hawser.engine.replica-silence", "1h");

  private final TestDatabase database = TestServers.newDatabase();
  private final TestRedis redis = TestServers.newRedis();
  private final FaultyBlobStore blobs = new FaultyBlobStore();
  private final Payloads payloads = new Payloads(blobs);
  private final ProjectId project = new ProjectId(UUID.randomUUID());
  private final WorkflowId workflow = new WorkflowId(UUID.randomUUID());
  private final List<Replica> replicas = new ArrayList<>();
  private EchoServer echo;

  @BeforeEach
  void prepare() throws IOException, SQLException {
    echo = new EchoServer();
    echo.body = new String(Json.write(LARGE), StandardCharsets.UTF_8);
    TasksSchema.create(database);
  }

  @AfterEach
  void stop() throws IOException {
    echo.close();
    blobs.down = false;
    blobs.gate.countDown();
    for (Replica replica : replicas) {
      replica.close();
    }
    database.close();
  }

  private Replica replica() throws SQLException {
    return replica(ONE_NODE);
  }

  private Replica replica(Map<String, String> settings) throws SQLException {
    DeployedWorkflows workflows =
        new DeployedWorkflows() {
          @Override
          public Optional<DeployedWorkflow> findDeployed(WorkflowId id) {
            return Optional.empty();
          }

          @Override
          public Optional<DeployedWorkflow> findVersion(WorkflowId id, int version) {
            return Optional.of(deployed());
          }
        };
    Replica replica = new Replica(database, redis.uri(), blobs, workflows, settings).start();
    replicas.add(replica);
    return replica;
  }

  private DeployedWorkflow deployed() {
    List<StepPlan> steps =
        List.of(
            new StepPlan.Transform(header("copy"), scope -> scope.root("trigger")),
            request("first"),
            request("second"));
    Plan plan = new Plan(new TriggerPlan.Manual(), steps, List.of(), Duration.ofHours(1), 10);
    return new DeployedWorkflow(workflow, project, 1, "test", plan);
  }

  private StepPlan request(String id) {
    return new StepPlan.Request(
        header(id),
        "POST",
        scope -> echo.url() + id,
        List.of(),
        List.of(),
        new Body.Json(scope -> output(scope.root("steps"))),
        new Auth.None(),
        true,
        StepPlan.ResponseForm.AUTO);
  }

  private static @Nullable Object output(@Nullable Object steps) {
    return steps instanceof Map<?, ?> map && map.get("copy") instanceof Map<?, ?> copy
        ? copy.get("output")
        : null;
  }

  private static Header header(String id) {
    return new Header(
        id, null, null, RetryPolicy.NONE, new ErrorHandling.Fail(), false, Set.of("steps.copy"));
  }

  private ExecutionRecordings awaitEnd(Replica replica, ExecutionId id) {
    return await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> find(replica, id), found -> found.view().status().isFinal());
  }

  private ExecutionRecordings find(Replica replica, ExecutionId id) throws SQLException {
    return replica.history.find(project, id).orElseThrow();
  }

  private @Nullable Object whole(ExecutionId id, @Nullable Object value) throws Exception {
    return value instanceof PayloadRef ref ? payloads.read(id, ref) : value;
  }

  private void assertComplete(ExecutionRecordings ended) throws Exception {
    ExecutionId id = ended.view().id();
    assertThat(ended.view().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(ended.steps())
        .extracting(StepRecord::path)
        .containsExactly("copy", "first", "second");
    assertThat(whole(id, StoredValues.read(ended.input()))).isEqualTo(LARGE);
    assertThat(whole(id, ended.steps().get(0).output())).isEqualTo(LARGE);
    for (StepRecord request : ended.steps().subList(1, 3)) {
      assertThat(request.input()).isInstanceOf(PayloadRef.class);
      assertThat(whole(id, request.input()))
          .isInstanceOfSatisfying(
              Map.class, input -> assertThat(input.get("body")).isEqualTo(LARGE));
      assertThat(whole(id, request.output()))
          .isInstanceOfSatisfying(
              Map.class, output -> assertThat(output.get("body")).isEqualTo(LARGE));
    }
  }

  /** The most bytes that a row of this table has in any of its values. */
  private long widest(String table) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select coalesce(max(octet_length(t::text)), 0) from tasks." + table + " t")) {
      row.next();
      return row.getLong(1);
    }
  }

  private void assertRowsAreSmall() throws SQLException {
    for (String table : List.of("open_execution", "step_journal", "ended_execution")) {
      assertThat(widest(table)).as(table).isLessThan(8_000);
    }
  }

  @Test
  void large_values_pass_through_every_step_and_are_never_in_a_row() throws Exception {
    Replica replica = replica();
    echo.gate = new CountDownLatch(1);
    ExecutionId id = replica.accept(deployed(), LARGE);
    await().atMost(SOON).until(() -> widest("step_journal") > 0);
    assertThat(widest("open_execution")).isPositive();
    assertRowsAreSmall();
    echo.gate.countDown();
    assertComplete(awaitEnd(replica, id));
    assertRowsAreSmall();
  }

  @Test
  void after_a_crash_an_execution_goes_on_from_its_large_values() throws Exception {
    Replica killed = replica();
    ExecutionId id = acceptAndHoldSecond(killed);
    killed.crash();
    replicas.remove(killed);
    echo.gate.countDown();
    assertComplete(awaitEnd(replica(), id));
    assertThat(echo.requests.get(id.value() + ":first")).hasValue(1);
    assertThat(echo.requests.get(id.value() + ":second")).hasValue(2);
  }

  /** Returns when the first request is recorded and the second one is in flight. */
  private ExecutionId acceptAndHoldSecond(Replica replica) {
    CountDownLatch first = new CountDownLatch(1);
    echo.gate = first;
    ExecutionId id = replica.accept(deployed(), LARGE);
    await().atMost(SOON).until(() -> echo.waiting.get() == 1);
    echo.gate = new CountDownLatch(1);
    first.countDown();
    await().atMost(SOON).until(() -> echo.requests.containsKey(id.value() + ":second"));
    return id;
  }

  @Test
  void while_the_store_is_down_large_data_is_refused_and_small_data_is_taken() throws Exception {
    Replica replica = replica();
    blobs.down = true;
    assertThatThrownBy(() -> replica.accept(deployed(), LARGE))
        .isInstanceOf(HawserException.Unavailable.class);
    assertThat(widest("open_execution")).as("nothing half accepted").isZero();
    assertThat(replica.engine.runningNow()).isZero();
    echo.body = "{}";
    ExecutionId small = replica.accept(deployed(), Map.of("n", 1L));
    assertThat(awaitEnd(replica, small).view().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    blobs.down = false;
    echo.body = new String(Json.write(LARGE), StandardCharsets.UTF_8);
    assertComplete(awaitEnd(replica, replica.accept(deployed(), LARGE)));
  }

  @Test
  void a_running_execution_waits_for_the_store_without_running_a_step_again() throws Exception {
    Replica replica = replica();
    echo.gate = new CountDownLatch(1);
    ExecutionId id = replica.accept(deployed(), LARGE);
    await().atMost(SOON).until(() -> echo.waiting.get() == 1);
    int before = blobs.puts.get();
    blobs.down = true;
    echo.gate.countDown();
    await().atMost(SOON).until(() -> blobs.puts.get() >= before + 4);
    assertThat(replica.engine.stepsOf(id)).as("history is readable").isPresent();
    assertThat(echo.requests).containsOnlyKeys(id.value() + ":first");
    blobs.down = false;
    assertComplete(awaitEnd(replica, id));
    assertThat(echo.requests.values()).allMatch(times -> times.get() == 1);
  }

  @Test
  void a_stop_hands_back_an_execution_that_waits_for_the_store() throws Exception {
    Replica stopped = replica();
    ExecutionId id = acceptAndHoldSecond(stopped);
    int before = blobs.puts.get();
    blobs.down = true;
    echo.gate.countDown();
    await().atMost(SOON).until(() -> blobs.puts.get() > before);
    stopped.close();
    replicas.remove(stopped);
    blobs.down = false;
    assertComplete(awaitEnd(replica(), id));
    assertThat(echo.requests.get(id.value() + ":first")).hasValue(1);
  }

  @Test
  void a_lost_answer_of_the_store_costs_a_repetition_of_the_put_and_nothing_else()
      throws Exception {
    Replica replica = replica();
    echo.gate = new CountDownLatch(1);
    ExecutionId id = replica.accept(deployed(), LARGE);
    await().atMost(SOON).until(() -> echo.waiting.get() == 1);
    blobs.answersToLose.set(2);
    echo.gate.countDown();
    assertComplete(awaitEnd(replica, id));
    assertThat(echo.requests.values()).allMatch(times -> times.get() == 1);
    Set<String> named = new java.util.HashSet<>();
    ExecutionRecordings ended = find(replica, id);
    ended.steps().forEach(step -> names(named, step.input(), step.output()));
    names(named, StoredValues.read(ended.input()));
    assertThat(blobs.keys(Payloads.prefix(id).value()))
        .as("no rubbish is left")
        .hasSameSizeAs(named);
  }

  private static void names(Set<String> names, @Nullable Object... values) {
    for (Object value : values) {
      if (value instanceof PayloadRef ref) {
        names.add(ref.name());
      }
    }
  }

  @Test
  void a_store_that_is_slow_does_not_block_the_history() throws Exception {
    Replica replica = replica();
    echo.gate = new CountDownLatch(1);
    ExecutionId id = replica.accept(deployed(), LARGE);
    await().atMost(SOON).until(() -> echo.waiting.get() == 1);
    blobs.gate = new CountDownLatch(1);
    int before = blobs.puts.get();
    echo.gate.countDown();
    await().atMost(SOON).until(() -> blobs.puts.get() > before);
    assertThat(replica.engine.stepsOf(id).orElseThrow()).hasSizeGreaterThanOrEqualTo(2);
    blobs.gate.countDown();
    assertComplete(awaitEnd(replica, id));
  }

  @Test
  void a_value_over_the_limit_fails_its_execution_with_the_name_of_the_step() throws Exception {
    Replica replica = replica(Map.of("hawser.engine.max-value", "64KiB"));
    ExecutionRecordings ended = awaitEnd(replica, replica.accept(deployed(), LARGE));
    assertThat(ended.view().status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(error(ended).get("code")).isEqualTo("too-large");
    assertThat(error(ended).toString()).contains("output of step copy");
    assertThat(echo.requests)
        .as("nothing ran twice")
        .containsOnlyKeys(ended.view().id().value() + ":first");
    assertThat(echo.requests.values()).allMatch(times -> times.get() == 1);
  }

  @Test
  void a_value_that_is_gone_when_the_execution_goes_on_fails_it_with_a_code() throws Exception {
    assertThat(failureAfter(key -> blobs.delete(key))).isEqualTo("payload-missing");
  }

  @Test
  void a_value_that_is_damaged_when_the_execution_goes_on_fails_it_with_a_code() throws Exception {
    byte[] other = Json.write("something else");
    assertThat(failureAfter(key -> blobs.put(key, BlobSource.of(other), PutOptions.DEFAULT)))
        .isEqualTo("payload-damaged");
  }

  private interface Harm {
    void to(BlobKey key);
  }

  private @Nullable Object failureAfter(Harm harm) throws Exception {
    Replica killed = replica();
    ExecutionId id = acceptAndHoldSecond(killed);
    killed.crash();
    replicas.remove(killed);
    echo.gate.countDown();
    blobs.keys(Payloads.prefix(id).value()).forEach(harm::to);
    ExecutionRecordings ended = awaitEnd(replica(), id);
    assertThat(ended.view().status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(ended.steps()).extracting(StepRecord::path).contains("copy", "first");
    assertThat(echo.requests.get(id.value() + ":second")).as("nothing more ran").hasValue(1);
    return error(ended).get("code");
  }

  private static Map<?, ?> error(ExecutionRecordings ended) {
    byte[] error = ended.error();
    if (error != null && StoredValues.read(error) instanceof Map<?, ?> json) {
      return json;
    }
    throw new AssertionError("no error of " + ended.view());
  }
}
