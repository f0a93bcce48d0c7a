package dev.hawser.tasks.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.MemoryBlobStore;
import dev.hawser.storage.PageRequest;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.tasks.TasksSchema;
import dev.hawser.tasks.internal.files.NewFile;
import dev.hawser.tasks.internal.files.StoredFile;
import dev.hawser.tasks.internal.interpreter.FileRef;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.tasks.internal.store.ExecutionRecordings;
import dev.hawser.testing.TestDatabase;
import dev.hawser.testing.TestRedis;
import dev.hawser.testing.TestServers;
import dev.hawser.workflows.DeployedWorkflow;
import dev.hawser.workflows.Plan;
import dev.hawser.workflows.RetryPolicy;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.Auth;
import dev.hawser.workflows.StepPlan.Body;
import dev.hawser.workflows.StepPlan.ErrorHandling;
import dev.hawser.workflows.StepPlan.Header;
import dev.hawser.workflows.StepPlan.NamedValue;
import dev.hawser.workflows.StepPlan.ResponseForm;
import dev.hawser.workflows.TriggerPlan;
import dev.hawser.workflows.WorkflowId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Request steps that send and fetch files, with a real server on the other side. */
class FileStepsIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final ExecutionId EARLIER = new ExecutionId(UUID.randomUUID());

  private final TestDatabase database = TestServers.newDatabase();
  private final TestRedis redis = TestServers.newRedis();
  private final ProjectId project = new ProjectId(UUID.randomUUID());
  private final MemoryBlobStore store = new MemoryBlobStore(Clock.systemUTC());
  private volatile boolean storeIsDown;
  private FileServer server;
  private Replica replica;

  @BeforeEach
  void prepare() throws IOException, SQLException {
    server = new FileServer();
    TasksSchema.create(database);
    replica = replica(Map.of());
  }

  private Replica replica(Map<String, String> settings) throws SQLException {
    return new Replica(database, redis.uri(), fallible(), new NoWorkflows(), settings).start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    replica.close();
    database.close();
  }

  private StoredFile stored(String name, String type, String content) {
    return replica.files.store(
        new NewFile(
            project,
            EARLIER,
            name,
            type,
            new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)),
            1_000));
  }

  private static Header header(RetryPolicy retry) {
    return new Header("q", null, null, retry, new ErrorHandling.Fail(), false, Set.of());
  }

  private StepPlan request(String path, Body body, ResponseForm form, RetryPolicy retry) {
    return new StepPlan.Request(
        header(retry),
        body instanceof Body.None ? "GET" : "POST",
        scope -> server.url(path),
        List.of(),
        List.of(),
        body,
        new Auth.None(),
        true,
        form);
  }

  private StepPlan fetch(String path, ResponseForm form) {
    return request(path, new Body.None(), form, RetryPolicy.NONE);
  }

  /** Runs one step and gives its last record. */
  private StepRecord run(StepPlan step) {
    Plan plan =
        new Plan(new TriggerPlan.Manual(), List.of(step), List.of(), Duration.ofHours(1), 10);
    DeployedWorkflow workflow =
        new DeployedWorkflow(new WorkflowId(UUID.randomUUID()), project, 1, "test", plan);
    ExecutionId id = replica.accept(workflow, null);
    ExecutionRecordings ended =
        await()
            .atMost(SOON)
            .until(
                () -> replica.history.find(project, id).orElseThrow(),
                found -> found.view().status().isFinal());
    return ended.steps().getLast();
  }

  private static Object body(StepRecord record) {
    return ((Map<?, ?>) record.output()).get("body");
  }

  private static Object error(StepRecord record) {
    return ((Map<?, ?>) record.error()).get("code");
  }

  private String content(FileRef file) throws IOException {
    StoredFile found = replica.files.find(project, file).orElseThrow();
    try (var blob = replica.files.open(project, found.id(), ByteRange.ALL)) {
      return new String(blob.stream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private int files() {
    return store.list(new BlobPrefix("files/"), PageRequest.first(1_000)).blobs().size();
  }

  @Test
  void an_answer_becomes_a_file_with_its_name_and_type() throws IOException {
    StepRecord record = run(fetch("/text/report.txt", ResponseForm.FILE));
    FileRef file = FileRef.of(body(record));
    assertThat(file.name()).isEqualTo("report.txt");
    assertThat(file.type()).isEqualTo("text/plain");
    assertThat(content(file)).isEqualTo("hello");
    assertThat(FileRef.of(body(run(fetch("/named", ResponseForm.FILE)))).name())
        .isEqualTo("€ rates.txt");
  }

  @Test
  void auto_keeps_json_and_text_as_values_and_the_rest_as_files() throws IOException {
    assertThat(body(run(fetch("/json", ResponseForm.AUTO)))).isEqualTo(Map.of("a", 1L));
    assertThat(body(run(fetch("/text/x", ResponseForm.AUTO)))).isEqualTo("hello");
    assertThat(body(run(fetch("/empty", ResponseForm.AUTO)))).isNull();
    FileRef binary = FileRef.of(body(run(fetch("/bytes/5000", ResponseForm.AUTO))));
    assertThat(binary.json().get("size")).isEqualTo(5_000L);
    FileRef latin = FileRef.of(body(run(fetch("/latin", ResponseForm.AUTO))));
    assertThat(latin.type()).isEqualTo("text/plain");
  }

  @Test
  void auto_makes_a_file_of_json_that_is_too_large_for_a_value() throws Exception {
    replica.close();
    replica = replica(Map.of("hawser.engine.max-response", "4"));
    FileRef file = FileRef.of(body(run(fetch("/json", ResponseForm.AUTO))));
    assertThat(content(file)).isEqualTo("{\"a\":1}");
    assertThat(error(run(fetch("/json", ResponseForm.JSON)))).isEqualTo("too-large");
  }

  @Test
  void a_file_is_sent_whole_with_its_length_and_type() {
    StoredFile file = stored("a.txt", "text/csv", "x,y");
    StepRecord sent =
        run(
            request(
                "/up",
                new Body.Binary(scope -> file.toJson()),
                ResponseForm.AUTO,
                RetryPolicy.NONE));
    assertThat(body(sent))
        .isEqualTo(
            Map.of("length", "3", "type", "text/csv", "sha", FileServer.sha("x,y"), "key", true));
  }

  @Test
  void multipart_carries_texts_and_files_under_their_names() {
    StoredFile file = stored("März \"1\".txt", "text/csv", "x,y");
    Map<String, Object> renamed = new java.util.HashMap<>(file.toJson());
    renamed.put("name", "b.csv");
    Body body =
        new Body.Multipart(
            List.of(
                new NamedValue("note", scope -> "hi"),
                new NamedValue("docs", scope -> List.of(file.toJson(), renamed))));
    StepRecord sent = run(request("/multipart", body, ResponseForm.TEXT, RetryPolicy.NONE));
    String text = String.valueOf(body(sent)).replaceAll("hawser-[0-9a-f-]{36}", "B");
    assertThat(text)
        .isEqualTo(
            """
            --B
            Content-Disposition: form-data; name="note"

            hi
            --B
            Content-Disposition: form-data; name="docs"; filename="März %221%22.txt"
            Content-Type: text/csv

            x,y
            --B
            Content-Disposition: form-data; name="docs"; filename="b.csv"
            Content-Type: text/csv

            x,y
            --B--
            """
                .replace("\n", "\r\n"));
  }

  @Test
  void a_repeated_attempt_streams_the_file_anew() {
    StoredFile file = stored("a.txt", "text/csv", "x,y");
    RetryPolicy again = new RetryPolicy(List.of(Duration.ofMillis(1)), 0, Set.of("5xx"));
    StepRecord sent =
        run(request("/flaky", new Body.Binary(scope -> file.toJson()), ResponseForm.AUTO, again));
    assertThat(sent.attempt()).isEqualTo(2);
    assertThat(server.hashes).containsExactly(FileServer.sha("x,y"), FileServer.sha("x,y"));
  }

  @Test
  void a_file_of_nobody_or_of_another_project_is_not_there() {
    StoredFile foreign =
        replica.files.store(
            new NewFile(
                new ProjectId(UUID.randomUUID()),
                EARLIER,
                "a",
                "text/csv",
                new ByteArrayInputStream(new byte[3]),
                10));
    for (String id : List.of("file_made_up", foreign.id().toString())) {
      StepRecord record =
          run(
              request(
                  "/up",
                  new Body.Binary(scope -> Map.of("$file", id)),
                  ResponseForm.AUTO,
                  RetryPolicy.NONE));
      assertThat(error(record)).isEqualTo("file-not-found");
    }
    assertThat(server.hashes).isEmpty();
  }

  @Test
  void an_answer_that_breaks_off_or_is_too_large_leaves_no_file() throws Exception {
    assertThat(error(run(fetch("/broken", ResponseForm.FILE)))).isEqualTo("network");
    assertThat(files()).isZero();
    replica.close();
    replica = replica(Map.of("hawser.files.max-size", "4000", "hawser.engine.max-response", "10"));
    assertThat(error(run(fetch("/bytes/4001", ResponseForm.FILE)))).isEqualTo("too-large");
    assertThat(error(run(fetch("/chunked/4001", ResponseForm.FILE)))).isEqualTo("too-large");
    assertThat(files()).isZero();
    assertThat(body(run(fetch("/chunked/4000", ResponseForm.FILE)))).isNotNull();
  }

  @Test
  void an_error_is_read_and_not_kept_as_a_file() {
    StepRecord record = run(fetch("/error", ResponseForm.FILE));
    assertThat(error(record)).isEqualTo("http-status");
    assertThat(body(record)).isEqualTo(Map.of("a", 1L));
    assertThat(files()).isZero();
  }

  @Test
  void a_store_that_does_not_answer_fails_the_step_with_a_code_of_its_own() {
    StoredFile file = stored("a.txt", "text/csv", "x,y");
    storeIsDown = true;
    StepRecord up =
        run(
            request(
                "/up",
                new Body.Binary(scope -> file.toJson()),
                ResponseForm.AUTO,
                RetryPolicy.NONE));
    assertThat(error(up)).isEqualTo("storage");
    assertThat(error(run(fetch("/bytes/10", ResponseForm.FILE)))).isEqualTo("storage");
  }

  /** The store, which can be taken down. */
  private BlobStore fallible() {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (storeIsDown) {
            throw new BlobException.Unavailable("down", null);
          }
          try {
            return method.invoke(store, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (BlobStore)
        Proxy.newProxyInstance(
            BlobStore.class.getClassLoader(), new Class<?>[] {BlobStore.class}, handler);
  }
}
