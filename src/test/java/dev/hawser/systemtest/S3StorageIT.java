package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.EchoServer;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Load;
import dev.hawser.systemtest.harness.Project;
import dev.hawser.systemtest.harness.Project.Deployed;
import dev.hawser.systemtest.harness.S3Service;
import dev.hawser.systemtest.harness.ServerProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Blobs in a bucket instead of a folder: chosen by settings, proven at the start, moved to. */
class S3StorageIT {
  private static S3Service s3;
  private static EchoServer echo;

  @BeforeAll
  static void start() throws Exception {
    s3 = S3Service.start();
    echo = EchoServer.start();
  }

  @AfterAll
  static void stop() throws Exception {
    echo.close();
    s3.close();
  }

  @Test
  void a_wrong_secret_is_told_before_anything_is_started() {
    assertRefused(
        Map.of("storage.s3.secret-access-key", "wrong"),
        "S3 bucket " + S3Service.BUCKET,
        "hawser.storage.s3.access-key-id",
        "s3:PutObject");
  }

  @Test
  void a_missing_bucket_is_told_before_anything_is_started() {
    assertRefused(
        Map.of("storage.s3.bucket", "nobody-made-it"),
        "nobody-made-it",
        "hawser.storage.s3.bucket");
  }

  @Test
  void a_service_that_cannot_be_reached_is_told_before_anything_is_started() {
    assertRefused(
        Map.of("storage.s3.endpoint", "http://127.0.0.1:1"),
        "S3 bucket " + S3Service.BUCKET,
        "Check that it can be reached");
  }

  @Test
  void an_installation_moves_from_a_folder_to_a_bucket_while_it_runs() throws Exception {
    try (Hawser hawser = Hawser.installed().set("history.archive-after", "1s").start()) {
      Path former =
          settingsFile(
              hawser,
              "former.yml",
              Map.of(
                  "storage.type",
                  "folder",
                  "storage.folder",
                  hawser.data().resolve("blobs").toString()));
      Path bucket = settingsFile(hawser, "bucket.yml", s3.settings());
      Deployed workflow = hawser.project().deploy(Definitions.w1("moves", echo.url("/moves")));
      List<String> accepted = new ArrayList<>(run(hawser, workflow, 100));
      Waiting.until("executions are archived", () -> blobsIn(hawser, "executions") > 0);
      Map<String, Object> before = details(hawser.project(), accepted);

      assertThat(copy(hawser, "--from", former.toString(), "--to", bucket.toString()))
          .contains("blobs copied", "0 missing in the target");
      accepted.addAll(run(hawser, workflow, 50)); // between copy and switch
      before.putAll(details(hawser.project(), accepted));
      hawser.stop();

      s3.settings().forEach(hawser::set);
      hawser.set("storage.fallback", former.toString()).start();
      assertThat(details(hawser.project(), accepted)).isEqualTo(before);
      accepted.addAll(run(hawser, workflow, 50));

      assertThat(copy(hawser, "--from", former.toString(), "--to", bucket.toString()))
          .contains("0 missing in the target");
      hawser.stop();
      hawser.unset("storage.fallback").start();
      assertThat(details(hawser.project(), List.copyOf(before.keySet()))).isEqualTo(before);
      Promises.everyAcceptedOneSucceeds(
          hawser.project(), workflow.id(), accepted, Duration.ofSeconds(60));
      assertFilesComeFromTheBucket(hawser.project());
    }
  }

  /** A download is a redirect to an address that the bucket itself answers, and only as signed. */
  private static void assertFilesComeFromTheBucket(Project project) throws Exception {
    Deployed workflow =
        project.deploy(
            Definitions.webhook(
                "signed",
                "{\"id\": \"same\", \"type\": \"transform\", \"value\": \"{{ trigger.body }}\"}"));
    Answer accepted =
        project
            .api()
            .withKey(null)
            .post(workflow.hookPath(), "one two three", "application/octet-stream");
    Answer execution = project.awaitEnd(accepted.text("executionId"));
    String path =
        project.path(
            "/executions/%s/files/%s"
                .formatted(execution.text("id"), execution.text("input", "body", "$file")));

    Answer redirect = project.api().get(path);
    assertThat(redirect.status()).isEqualTo(302);
    assertThat(redirect.headers().firstValue("cache-control")).hasValue("no-store");
    String signed = redirect.headers().firstValue("location").orElseThrow();
    assertThat(signed).startsWith(s3.settings().get("storage.s3.endpoint"));
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> file = get(client, signed);
      assertThat(file.body()).isEqualTo("one two three");
      Answer direct = project.api().get(path + "?direct=true");
      for (String header : List.of("content-disposition", "content-type")) {
        assertThat(file.headers().firstValue(header))
            .isPresent()
            .isEqualTo(direct.headers().firstValue(header));
      }
      String other = signed.replaceAll("X-Amz-Expires=\\d+", "X-Amz-Expires=99999");
      assertThat(get(client, other).statusCode()).isEqualTo(403);
    }
    assertThat(project.api().get(path + "?direct=true").body())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("one two three");
    assertThat(project.api().withKey(null).get(path).status()).isEqualTo(401);
  }

  private static HttpResponse<String> get(HttpClient client, String url) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
  }

  private static List<String> run(Hawser hawser, Deployed workflow, int count) {
    try (Load load = Load.start(hawser.address(), workflow.hookPath(), 8, 1, count)) {
      load.join();
      assertThat(load.refused()).isEmpty();
      load.accepted().forEach(hawser.project()::awaitEnd);
      return load.accepted();
    }
  }

  private static Map<String, Object> details(Project project, List<String> executions) {
    Map<String, Object> details = new TreeMap<>();
    for (String execution : executions) {
      Answer answer = project.execution(execution);
      details.put(execution, answer.json());
    }
    return details;
  }

  private static long blobsIn(Hawser hawser, String area) throws IOException {
    Path folder = hawser.data().resolve("blobs/blobs").resolve(area);
    if (Files.notExists(folder)) {
      return 0;
    }
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private static String copy(Hawser hawser, String... options) {
    List<String> arguments = new ArrayList<>(List.of("storage", "copy"));
    arguments.addAll(List.of(options));
    ServerProcess process =
        ServerProcess.run(hawser.folder(), Map.of(), arguments.toArray(String[]::new));
    assertThat(process.exitCode()).as(process.output()).isZero();
    return process.output();
  }

  private static void assertRefused(Map<String, String> wrong, String... told) {
    try (Hawser hawser = Hawser.empty()) {
      Map<String, String> settings = new HashMap<>(s3.settings());
      settings.putAll(wrong);
      settings.forEach(hawser::set);
      ServerProcess process = hawser.launch();
      assertThat(process.awaitExit(Duration.ofSeconds(90))).isEqualTo(1);
      assertThat(process.output())
          .contains(told)
          .doesNotContain("\tat ", "system-test-secret", "Starting PostgreSQL");
      assertThat(hawser.data().resolve("postgres")).doesNotExist();
    }
  }

  private static Path settingsFile(Hawser hawser, String name, Map<String, String> settings)
      throws IOException {
    StringBuilder text = new StringBuilder();
    settings.forEach(
        (key, value) ->
            text.append("hawser.").append(key).append(": \"").append(value).append("\"\n"));
    return Files.writeString(hawser.folder().resolve(name), text);
  }
}
