package dev.hawser.systemtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.embedded.DataFolderLock;
import dev.hawser.embedded.EmbeddedPostgres;
import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Api;
import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.Folders;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Project;
import dev.hawser.systemtest.harness.Project.Deployed;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** PostgreSQL is away for longer than anybody wants to wait. */
class PostgresOutageIT {
  private static final Pattern PATH = Pattern.compile("^ {2}(/\\S+):$");
  private static final Pattern METHOD = Pattern.compile("^ {4}(get|post|put|delete|patch):$");

  private static final List<Object> MODULES =
      List.of("postgres.identity", "postgres.workflows", "postgres.tasks");

  private record Operation(String method, String path) {}

  @Test
  void every_endpoint_says_that_the_caller_may_try_again() throws Exception {
    Path folder = Folders.create("hawser-outage-");
    try (DataFolderLock lock = DataFolderLock.acquire(folder.resolve("postgres"));
        Hawser hawser = Hawser.empty()) {
      EmbeddedPostgres postgres =
          EmbeddedPostgres.start(lock, folder.resolve("bin"), Map.of(), text -> {});
      Project project;
      Deployed known;
      try {
        hawser
            .set("postgres.url", postgres.jdbcUrl())
            .set("postgres.username", postgres.username())
            .set("postgres.password", postgres.password())
            .start()
            .setUp();
        project = hawser.project();
        known = project.deploy(Definitions.w1("known", "http://127.0.0.1:1/"));
        project.awaitEnd(project.webhook(known, Map.of("n", 1)));
      } finally {
        postgres.close();
      }
      awaitNotReady(project);
      assertThat(hawser.data()).isDirectoryNotContaining("glob:**/postgres");
      List<Operation> operations =
          operations(new String(project.api().get("/api/v1/openapi.yaml").body(), UTF_8));
      assertThat(operations).hasSizeGreaterThan(15);
      Map<String, Integer> answers = ask(project, known, operations);
      assertThat(answers)
          .allSatisfy((what, status) -> assertThat(status).as(what).isNotEqualTo(500));
      assertThat(answers.values()).filteredOn(status -> status == 503).hasSizeGreaterThan(10);
    } finally {
      Folders.delete(folder);
    }
  }

  /** Readiness names the parts that are down, and only those; the process itself lives. */
  private static void awaitNotReady(Project project) {
    Api anonymous = project.api().withKey(null);
    Waiting.until(
        "all three are down", () -> down(anonymous.get("/readyz")).size() == MODULES.size());
    Answer answer = anonymous.get("/readyz");
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.text("status")).isEqualTo("DOWN");
    assertThat(down(answer)).containsExactlyInAnyOrderElementsOf(MODULES);
    assertThat(anonymous.status("/healthz")).isEqualTo(200);
  }

  private static List<Object> down(Answer readiness) {
    return readiness.objects("parts").stream()
        .filter(part -> "DOWN".equals(part.get("status")))
        .<Object>map(part -> part.get("name"))
        .toList();
  }

  /** All at once: each may wait for a connection before it gives up. */
  private static Map<String, Integer> ask(
      Project project, Deployed known, List<Operation> operations) throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      Map<String, Future<Integer>> asked = new LinkedHashMap<>();
      for (Operation operation : operations) {
        String path =
            operation
                .path()
                .replace("{project}", project.id())
                .replace("{workflow}", known.id())
                .replace("{version}", "1")
                .replaceAll("\\{[a-zA-Z]+}", "exe_01ky5ksb2fe0bs0y4a4xm8d0ga");
        Callable<Integer> call =
            () ->
                project
                    .api()
                    .send(
                        operation.method(),
                        path,
                        BodyPublishers.ofString(Definitions.w1("other", "http://127.0.0.1:1/")),
                        Map.of("Content-Type", "application/json"))
                    .status();
        asked.put(operation.method() + " " + operation.path(), callers.submit(call));
      }
      Map<String, Integer> answers = new LinkedHashMap<>();
      for (var answer : asked.entrySet()) {
        answers.put(answer.getKey(), answer.getValue().get());
      }
      return answers;
    }
  }

  private static List<Operation> operations(String openApi) {
    List<Operation> found = new ArrayList<>();
    String path = "";
    for (String line : openApi.lines().toList()) {
      Matcher at = PATH.matcher(line);
      Matcher method = METHOD.matcher(line);
      if (at.matches()) {
        path = at.group(1);
      } else if (method.matches()) {
        found.add(new Operation(method.group(1).toUpperCase(Locale.ROOT), path));
      }
    }
    return found;
  }
}
