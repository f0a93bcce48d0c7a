package dev.hawser.tasks.internal.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.core.tenancy.ProjectState;
import dev.hawser.functions.FunctionCall;
import dev.hawser.functions.FunctionLogLine;
import dev.hawser.functions.FunctionOutcome;
import dev.hawser.functions.StopReason;
import dev.hawser.identity.SecretValue;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.ExecutionStatus;
import dev.hawser.tasks.TasksSchema;
import dev.hawser.tasks.TriggerKind;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.tasks.internal.interpreter.StepStatus;
import dev.hawser.tasks.internal.payload.FaultyBlobStore;
import dev.hawser.tasks.internal.store.ExecutionRecordings;
import dev.hawser.tasks.internal.store.ExecutionView;
import dev.hawser.tasks.internal.store.HistoryFilter;
import dev.hawser.tasks.internal.store.IdempotencyClaim;
import dev.hawser.testing.TestDatabase;
import dev.hawser.testing.TestRedis;
import dev.hawser.testing.TestServers;
import dev.hawser.workflows.DeployedWorkflow;
import dev.hawser.workflows.DeployedWorkflows;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.RetryPolicy;
import dev.hawser.workflows.Scope;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.Auth;
import dev.hawser.workflows.StepPlan.Body;
import dev.hawser.workflows.StepPlan.ErrorHandling;
import dev.hawser.workflows.StepPlan.Header;
import dev.hawser.workflows.TriggerPlan;
import dev.hawser.workflows.WorkflowDrafts;
import dev.hawser.workflows.WorkflowId;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EngineIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String HEARTBEAT =
      "select extract(epoch from coalesce(max(heartbeat_at), 'epoch')) * 1000 from tasks.replica ";
  private static final HistoryFilter ANY = new HistoryFilter(null, null, null, null);

  private final TestDatabase database = TestServers.newDatabase();
  private final TestRedis redis = TestServers.newRedis();
  private final FaultyBlobStore blobs = new FaultyBlobStore();
  private final ProjectId project = new ProjectId(UUID.randomUUID());
  private final WorkflowId workflow = new WorkflowId(UUID.randomUUID());
  private final List<Replica> replicas = new ArrayList<>();
  private EchoServer echo;

  /** The second version of the workflow, where a test has one. */
  private Optional<DeployedWorkflow> second = Optional.empty();

  @BeforeEach
  void prepare() throws IOException, SQLException {
    echo = new EchoServer();
    TasksSchema.create(database);
  }

  @AfterEach
  void stop() throws IOException {
    echo.close();
    for (Replica replica : replicas) {
      replica.close();
    }
    database.close();
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = database.connect();
        Statement run = connection.createStatement()) {
      run.execute(statement);
    }
  }

  private long number(String query) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }

  private Replica replica(Map<String, String> settings) throws SQLException {
    DeployedWorkflows workflows =
        new DeployedWorkflows() {
          @Override
          public Optional<DeployedWorkflow> findDeployed(WorkflowId id) {
            return findVersion(id, 1);
          }

          @Override
          public Optional<DeployedWorkflow> findVersion(WorkflowId id, int version) {
            return switch (version) {
              case 1 -> Optional.of(deployed(steps()));
              case 2 -> second;
              default -> Optional.empty();
            };
          }
        };
    Replica replica = new Replica(database, redis.uri(), blobs, workflows, settings).start();
    replicas.add(replica);
    return replica;
  }

  private DeployedWorkflow deployed(List<StepPlan> steps) {
    Plan plan = new Plan(new TriggerPlan.Manual(), steps, List.of(), Duration.ofHours(1), 10);
    return new DeployedWorkflow(workflow, project, 1, "test", plan);
  }

  private List<StepPlan> steps() {
    return List.of(
        new StepPlan.Transform(header("prepare", RetryPolicy.NONE), scope -> scope.root("trigger")),
        request("first", RetryPolicy.NONE),
        request("second", new RetryPolicy(List.of(Duration.ofMillis(600)), 0, Set.of("5xx"))));
  }

  private StepPlan request(String id, RetryPolicy retry) {
    return new StepPlan.Request(
        header(id, retry),
        "POST",
        scope -> echo.url() + id,
        List.of(),
        List.of(),
        new Body.Json(scope -> scope.root("trigger")),
        new Auth.None(),
        true,
        StepPlan.ResponseForm.AUTO);
  }

  private static Header header(String id, RetryPolicy retry) {
    return new Header(id, null, null, retry, new ErrorHandling.Fail(), false, Set.of());
  }

  private ExecutionRecordings awaitEnd(Replica replica, ExecutionId id) {
    return await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> replica.history.find(project, id).orElseThrow(),
            found -> found.view().status().isFinal());
  }

  private static List<String> shown(List<StepRecord> steps) {
    return steps.stream().map(step -> step.path() + " " + step.status()).toList();
  }

  @Test
  void an_accepted_execution_is_stored_runs_and_is_history_with_every_input_and_output()
      throws Exception {
    Replica replica = replica(Map.of());
    ExecutionId id = replica.accept(deployed(steps()), Map.of("n", 7L));
    ExecutionRecordings ended = awaitEnd(replica, id);
    assertThat(ended.view().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(ended.view().tasks()).isEqualTo(2);
    assertThat(shown(ended.steps()))
        .containsExactly("prepare SUCCEEDED", "first SUCCEEDED", "second SUCCEEDED");
    assertThat(ended.steps().getFirst().output()).isEqualTo(Map.of("n", 7L));
    assertThat(ended.steps().getLast().input()).asString().contains(echo.url() + "second");
    assertThat(ended.steps().getLast().output()).asString().contains("ok=true");
    assertThat(echo.requests.keySet())
        .containsExactlyInAnyOrder(id.value() + ":first", id.value() + ":second");
  }

  @Test
  void all_requests_of_an_execution_are_in_one_trace_each_as_a_span_of_its_own() throws Exception {
    Replica replica = replica(Map.of());
    ExecutionId id = replica.accept(deployed(steps()), null);
    awaitEnd(replica, id);
    ExecutionId other = replica.accept(deployed(steps()), null);
    awaitEnd(replica, other);
    String trace = id.value().toString().replace("-", "");
    String otherTrace = other.value().toString().replace("-", "");
    assertThat(echo.traces)
        .hasSize(4)
        .doesNotHaveDuplicates()
        .satisfiesExactly(
            first -> assertThat(first).matches("00-" + trace + "-[0-9a-f]{16}-01"),
            second -> assertThat(second).matches("00-" + trace + "-[0-9a-f]{16}-01"),
            third -> assertThat(third).matches("00-" + otherTrace + "-[0-9a-f]{16}-01"),
            fourth -> assertThat(fourth).matches("00-" + otherTrace + "-[0-9a-f]{16}-01"));
  }

  @Test
  void a_step_that_names_its_own_trace_is_left_alone() throws Exception {
    String own = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    StepPlan step =
        new StepPlan.Request(
            header("traced", RetryPolicy.NONE),
            "GET",
            scope -> echo.url() + "traced",
            List.of(),
            List.of(new StepPlan.NamedValue("Traceparent", scope -> own)),
            new Body.None(),
            new Auth.None(),
            true,
            StepPlan.ResponseForm.AUTO);
    Replica replica = replica(Map.of());
    awaitEnd(replica, replica.accept(deployed(List.of(step)), null));
    assertThat(echo.traces).containsExactly(own);
  }

  @Test
  void history_shows_a_step_that_ended_while_the_next_one_is_still_in_flight() throws Exception {
    Replica replica = replica(Map.of());
    Replica other = replica(Map.of());
    echo.gate = new CountDownLatch(1);
    ExecutionId id = replica.accept(deployed(steps()), Map.of());
    await().atMost(SOON).until(() -> replica.engine.stepsOf(id).map(List::size).orElse(0) == 1);
    ExecutionRecordings elsewhere =
        await()
            .atMost(SOON)
            .until(
                () -> other.history.find(project, id).orElseThrow(),
                found -> !found.steps().isEmpty());
    assertThat(shown(elsewhere.steps())).containsExactly("prepare SUCCEEDED");
    assertThat(elsewhere.view().status()).isEqualTo(ExecutionStatus.RUNNING);
    echo.gate.countDown();
    assertThat(awaitEnd(other, id).steps()).hasSize(3);
  }

  @Test
  void a_long_pause_parks_the_execution_and_it_goes_on_in_time() throws Exception {
    Replica replica = replica(Map.of("hawser.engine.park-after", "100ms"));
    echo.status = 503;
    List<StepPlan> steps =
        List.of(request("only", new RetryPolicy(List.of(Duration.ofSeconds(5)), 0, Set.of("5xx"))));
    DeployedWorkflow parking = deployed(steps);
    ExecutionId id = replica.accept(parking, Map.of());
    await()
        .atMost(SOON)
        .until(
            () ->
                replica.history.find(project, id).orElseThrow().view().status()
                    == ExecutionStatus.WAITING);
    await().until(() -> replica.engine.runningNow() == 0);
    echo.status = 200;
    // It wakes with the version that is stored under its number: three steps, of which none is
    // recorded.
    assertThat(awaitEnd(replica, id).view().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void a_killed_replica_is_taken_over_and_recorded_steps_do_not_run_again() throws Exception {
    Replica killed = replica(Map.of("hawser.engine.replica-silence", "2s"));
    echo.status = 200;
    List<ExecutionId> ids = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      ids.add(killed.accept(deployed(steps()), Map.of("n", (long) i)));
    }
    await().atMost(SOON).until(() -> echo.total() >= 60);
    killed.crash();
    Replica survivor = replica(Map.of("hawser.engine.replica-silence", "2s"));
    for (ExecutionId id : ids) {
      ExecutionRecordings ended = awaitEnd(survivor, id);
      assertThat(ended.view().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
      assertThat(shown(ended.steps())).doesNotHaveDuplicates().hasSize(3);
    }
    // In flight at the crash: at most one repetition of one step each, under the same key.
    assertThat(echo.requests).hasSize(100);
    assertThat(echo.requests.values()).allMatch(times -> times.get() <= 2);
    replicas.remove(killed);
  }

  @Test
  void a_node_that_starts_again_takes_its_own_work_back_at_once() throws Exception {
    Map<String, String> node = Map.of("hawser.node", "one", "hawser.engine.replica-silence", "1h");
    Replica killed = replica(node);
    echo.gate = new CountDownLatch(1);
    ExecutionId id = killed.accept(deployed(steps()), Map.of());
    await().atMost(SOON).until(() -> echo.waiting.get() == 1);
    killed.crash();
    echo.gate.countDown();
    Replica again = replica(node);
    assertThat(awaitEnd(again, id).view().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    replicas.remove(killed);
  }

  @Test
  void a_replica_that_stops_is_alive_until_its_executions_have_ended_and_leads_no_more()
      throws Exception {
    Map<String, String> settings = Map.of("hawser.engine.replica-silence", "5s");
    Replica stopping = replica(settings);
    echo.gate = new CountDownLatch(1);
    ExecutionId id = stopping.accept(deployed(steps()), Map.of());
    await().atMost(SOON).until(() -> echo.waiting.get() == 1);
    replica(settings);
    stopping.engine.stopTaking();
    sql("insert into tasks.replica (node, heartbeat_at) values ('silent', now() - interval '1 h')");
    long stoppedAt = number("select extract(epoch from now()) * 1000");

    // Who leads now takes over what is silent, and a replica that stops is not.
    await().atMost(SOON).until(() -> number(HEARTBEAT + "where node = 'silent'") == 0);
    await().atMost(SOON).until(() -> number(HEARTBEAT + "where epoch = 1") > stoppedAt + 6_000);

    echo.gate.countDown();
    assertThat(awaitEnd(stopping, id).view().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(echo.requests.values()).allMatch(times -> times.get() == 1);
  }

  @Test
  void an_execution_goes_on_when_postgres_comes_back_to_a_replica_that_was_silent_too_long()
      throws Exception {
    Replica replica = replica(Map.of("hawser.engine.replica-silence", "2s"));
    CountDownLatch gate = new CountDownLatch(1);
    StepPlan slow =
        new StepPlan.Transform(
            header("prepare", RetryPolicy.NONE),
            scope -> {
              awaitOpen(gate);
              return "late";
            });
    ExecutionId id =
        replica.accept(deployed(List.of(slow, steps().get(1), steps().get(2))), Map.of());
    replica.disconnect();
    await().atMost(SOON).until(() -> !replica.mayAct());
    gate.countDown();
    await().atMost(SOON).until(() -> replica.engine.stepsOf(id).map(List::size).orElse(0) == 1);
    replica.reconnect();
    assertThat(awaitEnd(replica, id).view().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(echo.requests.keySet())
        .containsExactlyInAnyOrder(id.value() + ":first", id.value() + ":second");
  }

  @Test
  void what_a_replica_took_after_it_was_declared_dead_goes_on() throws Exception {
    Replica replica = replica(Map.of());
    echo.gate = new CountDownLatch(1);
    ExecutionId id = replica.accept(deployed(steps()), Map.of());
    await().atMost(SOON).until(() -> echo.waiting.get() == 1);
    sql("update tasks.open_execution set epoch = 1000000");
    echo.gate.countDown();
    assertThat(awaitEnd(replica, id).view().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void a_function_gives_its_value_and_its_log_to_history_and_counts_as_a_task() throws Exception {
    Replica replica = replica(Map.of());
    replica.functions =
        call ->
            new FunctionOutcome.Returned(
                ("{\"code\": \"" + call.code() + "\", \"got\": " + text(call) + "}")
                    .getBytes(UTF_8),
                List.of(new FunctionLogLine("warn", "careful")));
    ExecutionId id = replica.accept(deployed(List.of(function("calculate"))), Map.of("n", 7L));
    ExecutionRecordings ended = awaitEnd(replica, id);
    StepRecord step = ended.steps().getFirst();
    assertThat(step.input()).isEqualTo(Map.of("n", 7L));
    assertThat(step.output()).isEqualTo(Map.of("code", "return", "got", Map.of("n", 7L)));
    assertThat(step.log()).isEqualTo(List.of(Map.of("level", "warn", "text", "careful")));
    assertThat(ended.view().tasks()).isEqualTo(1);
  }

  @Test
  void a_function_that_throws_or_is_stopped_fails_its_step_with_what_it_did() throws Exception {
    Replica replica = replica(Map.of());
    List<FunctionLogLine> log = List.of(new FunctionLogLine("log", "before"));
    replica.functions =
        call -> new FunctionOutcome.Threw("TypeError", "x is not", 3, 9, List.of(), log);
    DeployedWorkflow workflow = deployed(List.of(function("calculate")));
    StepRecord threw = awaitEnd(replica, replica.accept(workflow, Map.of())).steps().getFirst();
    assertThat(threw.error())
        .asString()
        .contains("function-threw", "TypeError: x is not (line 3, column 9)", "line=3");
    assertThat(threw.log()).asString().contains("before");
    replica.functions =
        call -> new FunctionOutcome.Stopped(StopReason.MEMORY, "needs more than 128 MiB", log);
    StepRecord stopped = awaitEnd(replica, replica.accept(workflow, Map.of())).steps().getFirst();
    assertThat(stopped.error())
        .asString()
        .contains("function-stopped", "needs more than 128 MiB", "reason=memory");
  }

  @Test
  void a_function_for_which_there_is_no_runner_is_run_later() throws Exception {
    Replica replica = replica(Map.of());
    AtomicInteger calls = new AtomicInteger();
    replica.functions =
        call -> {
          if (calls.incrementAndGet() < 3) {
            throw new HawserException.Unavailable(
                new ErrorCode("functions.busy"), "Too many wait", null);
          }
          return new FunctionOutcome.Returned(call.inputJson(), List.of());
        };
    List<StepPlan> steps = List.of(request("first", RetryPolicy.NONE), function("calculate"));
    ExecutionId id = replica.accept(deployed(steps), Map.of("n", 7L));
    assertThat(awaitEnd(replica, id).view().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(calls).hasValue(3);
    assertThat(echo.total()).as("requests before it").isEqualTo(1);
  }

  @Test
  void the_value_of_a_secret_is_sent_and_never_recorded() throws Exception {
    Replica replica = replica(Map.of());
    replica.secrets.values.put("TOKEN", new SecretValue("s3cret-value"));
    StepPlan sends =
        new StepPlan.Request(
            header("send", RetryPolicy.NONE),
            "POST",
            scope -> echo.url() + "send?token=" + secret(scope),
            List.of(),
            List.of(),
            new Body.Json(EngineIT::secret),
            new Auth.None(),
            true,
            StepPlan.ResponseForm.AUTO);
    StepPlan copies =
        new StepPlan.Transform(
            header("copy", RetryPolicy.NONE), scope -> "Bearer " + secret(scope));
    StepPlan reads =
        new StepPlan.Transform(
            header("read", RetryPolicy.NONE),
            scope -> ((Map<?, ?>) ((Map<?, ?>) scope.root("steps")).get("copy")).get("output"));
    Plan.Environment environment =
        new Plan.Environment(null, null, Set.of("TOKEN"), Set.of("TOKEN"), List.of());
    Plan plan =
        new Plan(
            new TriggerPlan.Manual(),
            List.of(copies, reads, sends),
            List.of(),
            Duration.ofHours(1),
            10,
            environment,
            List.of());
    ExecutionId id =
        replica.accept(new DeployedWorkflow(workflow, project, 1, "test", plan), Map.of());
    ExecutionRecordings ended = awaitEnd(replica, id);
    assertThat(ended.view().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(echo.bodies).contains("\"s3cret-value\"");
    assertThat(ended.steps().toString()).doesNotContain("s3cret-value").contains("***");
    assertThat(ended.steps().get(1).output()).as("what the next step sees").isEqualTo("Bearer ***");
    assertThat(replica.secrets.uses).containsExactly(id.toString());
  }

  @Test
  void an_execution_waits_for_its_secrets_while_the_key_of_the_vault_is_away() throws Exception {
    Replica replica = replica(Map.of());
    replica.secrets.values.put("TOKEN", new SecretValue("s3cret-value"));
    replica.secrets.away.set(4);
    StepPlan copies =
        new StepPlan.Transform(
            header("copy", RetryPolicy.NONE), scope -> "Bearer " + secret(scope));
    Plan plan =
        new Plan(
            new TriggerPlan.Manual(),
            List.of(copies),
            List.of(),
            Duration.ofHours(1),
            10,
            new Plan.Environment(null, null, Set.of("TOKEN"), Set.of("TOKEN"), List.of()),
            List.of());
    DeployedWorkflow reading = new DeployedWorkflow(workflow, project, 2, "test", plan);
    second = Optional.of(reading);
    ExecutionId id = replica.accept(reading, Map.of());
    assertThat(awaitEnd(replica, id).view().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    assertThat(replica.secrets.away).hasValue(0);
    assertThat(replica.secrets.uses).containsExactly(id.toString());
  }

  @Test
  void a_test_begins_behind_its_given_steps_counts_no_tasks_and_dies_with_its_replica()
      throws Exception {
    Replica replica = replica(Map.of("hawser.engine.replica-silence", "2s"));
    DeployedWorkflow draft =
        new DeployedWorkflow(
            workflow, project, WorkflowDrafts.DRAFT, "test", deployed(steps()).plan());
    Instant now = Instant.now();
    StepRecord given =
        new StepRecord(
            "prepare",
            "prepare",
            "transform",
            StepStatus.SUCCEEDED,
            1,
            now,
            now,
            null,
            "pinned",
            null,
            null);
    StartRequest request =
        new StartRequest(draft, TriggerKind.TEST, Map.of(), List.of(given), null, null);
    ExecutionRecordings ended = awaitEnd(replica, replica.engine.accept(request));
    assertThat(shown(ended.steps()))
        .containsExactly("prepare SUCCEEDED", "first SUCCEEDED", "second SUCCEEDED");
    assertThat(ended.steps().getFirst().output()).isEqualTo("pinned");
    assertThat(ended.view().tasks()).isZero();
    assertThat(ended.view().trigger()).isEqualTo(TriggerKind.TEST);

    echo.gate = new CountDownLatch(1);
    ExecutionId interrupted = replica.engine.accept(request);
    await().atMost(SOON).until(() -> echo.waiting.get() == 1);
    replica.crash();
    echo.gate.countDown();
    Replica survivor = replica(Map.of("hawser.engine.replica-silence", "2s"));
    ExecutionRecordings failed = awaitEnd(survivor, interrupted);
    assertThat(failed.view().status()).isEqualTo(ExecutionStatus.FAILED);
    assertThat(new String(failed.error(), UTF_8)).contains("test-interrupted");
    replicas.remove(replica);
  }

  private static String secret(Scope scope) {
    return (String) ((Map<?, ?>) scope.root("secrets")).get("TOKEN");
  }

  private static String text(FunctionCall call) {
    return new String(call.inputJson(), UTF_8);
  }

  private static StepPlan function(String id) {
    return new StepPlan.Function(
        header(id, RetryPolicy.NONE), "return", scope -> scope.root("trigger"));
  }

  @Test
  void a_long_queue_survives_the_loss_of_all_redis_data_and_is_worked_off_without_pauses()
      throws Exception {
    Replica small = replica(Map.of("hawser.engine.max-running", "2"));
    echo.gate = new CountDownLatch(1);
    List<ExecutionId> ids = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      ids.add(small.accept(deployed(steps()), Map.of()));
    }
    Page<ExecutionView> queued =
        small.history.list(
            project,
            new HistoryFilter(workflow, ExecutionStatus.QUEUED, null, null),
            PageRequest.of(100, null));
    assertThat(queued.items()).hasSizeGreaterThanOrEqualTo(98);
    redis.flush();
    echo.gate.countDown();
    for (ExecutionId id : ids) {
      assertThat(awaitEnd(small, id).view().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
    }
    assertThat(echo.total()).isEqualTo(400);
  }

  @Test
  void one_idempotency_key_is_one_execution_also_for_eight_callers_at_once() throws Exception {
    Replica replica = replica(Map.of());
    IdempotencyClaim claim = new IdempotencyClaim("hook", "key-1", new byte[] {1});
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<ExecutionId> call = () -> replica.accept(deployed(steps()), Map.of(), claim);
      List<ExecutionId> answers = new ArrayList<>();
      for (Future<ExecutionId> answer : callers.invokeAll(java.util.Collections.nCopies(8, call))) {
        answers.add(answer.get());
      }
      assertThat(Set.copyOf(answers)).hasSize(1);
      awaitEnd(replica, answers.getFirst());
    }
    assertThat(replica.history.list(project, ANY, PageRequest.of(10, null)).items()).hasSize(1);
    IdempotencyClaim other = new IdempotencyClaim("hook", "key-1", new byte[] {2});
    assertThatThrownBy(() -> replica.accept(deployed(steps()), Map.of(), other))
        .isInstanceOf(HawserException.Invalid.class);
  }

  @Test
  void history_pages_through_open_and_ended_executions_newest_first() throws Exception {
    Replica replica = replica(Map.of());
    List<ExecutionId> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(replica.accept(deployed(steps()), Map.of()));
    }
    ids.forEach(id -> awaitEnd(replica, id));
    echo.gate = new CountDownLatch(1);
    ids.add(replica.accept(deployed(steps()), Map.of()));
    List<ExecutionId> seen = new ArrayList<>();
    String cursor = null;
    do {
      Page<ExecutionView> page = replica.history.list(project, ANY, PageRequest.of(2, cursor));
      page.items().forEach(view -> seen.add(view.id()));
      cursor = page.nextCursor();
    } while (cursor != null);
    assertThat(seen).containsExactlyElementsOf(ids.reversed());
    assertThat(
            replica
                .history
                .list(new ProjectId(UUID.randomUUID()), ANY, PageRequest.of(2, null))
                .items())
        .isEmpty();
  }

  @Test
  void a_small_execution_costs_at_most_five_row_writes_and_half_a_commit() throws Exception {
    Replica replica = replica(Map.of());
    DeployedWorkflow one = deployed(List.of(steps().get(0), steps().get(1)));
    int executions = 400;
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < executions; i++) {
        Future<?> unused = callers.submit(() -> replica.accept(one, Map.of("n", 1L)));
        assertThat(unused).isNotNull();
      }
    }
    await()
        .atMost(SOON)
        .until(() -> count("select count(*) from tasks.ended_execution") == executions);
    String written =
        "select sum(n_tup_ins + n_tup_upd + n_tup_del) from pg_stat_user_tables"
            + " where relname in ('open_execution', 'step_journal', 'ended_execution')";
    // Three each; a step that a busy machine makes slow adds its journal row and its removal.
    await().atMost(SOON).until(() -> count(written) >= 3L * executions);
    assertThat(count(written)).isLessThanOrEqualTo(5L * executions);
    assertThat((double) replica.commits() / executions).isLessThanOrEqualTo(0.5);
    assertThat(blobs.puts.get() + blobs.gets.get()).as("calls to the blob store").isZero();
  }

  private static void awaitOpen(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private long count(String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void what_a_deleted_project_runs_ends_with_its_step_and_is_kept_by_nobody() throws Exception {
    Replica replica = replica(Map.of());
    echo.gate = new CountDownLatch(1);
    ExecutionId id = replica.accept(deployed(steps()), Map.of());
    await().atMost(SOON).until(() -> replica.engine.stepsOf(id).map(List::size).orElse(0) == 1);
    replica.projects.states.put(project, ProjectState.GONE);
    assertThatThrownBy(() -> replica.accept(deployed(steps()), Map.of()))
        .isInstanceOf(HawserException.Conflict.class);
    echo.gate.countDown();
    await()
        .atMost(SOON)
        .until(
            () ->
                replica.history.find(project, id).orElseThrow().view().status()
                    == ExecutionStatus.WAITING);
    assertThat(replica.history.find(project, id).orElseThrow().view().wakeAt()).isNull();
    assertThat(echo.total()).as("requests").isEqualTo(1);
  }
}
