package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.core.json.Json;
import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.EchoServer;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Project;
import dev.hawser.systemtest.harness.Project.Deployed;
import dev.hawser.systemtest.harness.SharedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Values that are too large for Postgres and Redis: they are in the blob store. */
@ExtendWith(SharedServer.class)
class LargeValuesIT {
  private static final int WEBHOOKS = 60;
  private static final int SENDERS = 6;
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final String TEXT = "a lantern beside the harbour ".repeat(8_000); // 232 KB

  /** Two requests that carry the large text of the trigger along. */
  private static String carrying(String name, EchoServer echo) {
    return Definitions.webhook(
        name, carry("first", echo.url("/first")) + ", " + carry("second", echo.url("/second")));
  }

  private static String carry(String id, String url) {
    return """
    {"id": "%s", "type": "request", "method": "POST", "url": "%s",
     "body": {"kind": "json", "value": {"execution": "{{ execution.id }}",
                                        "text": "{{ trigger.body.text }}"}}}
    """
        .formatted(id, url);
  }

  @Test
  void kill_9_with_large_values_in_flight_loses_nothing_and_leaves_none_in_postgres_or_redis()
      throws Exception {
    try (EchoServer echo = EchoServer.start();
        Hawser hawser = Hawser.installed().set("engine.max-running", "4")) {
      hawser.start();
      Deployed workflow = hawser.project().deploy(carrying("large", echo));
      List<String> accepted = Collections.synchronizedList(new ArrayList<>());
      AtomicInteger next = new AtomicInteger();
      try (Senders senders = new Senders(hawser, workflow, next, accepted)) {
        Waiting.until("half is accepted", SOON, () -> accepted.size() >= WEBHOOKS / 2);
        hawser.kill();
        assertThat(senders.join()).allMatch(failure -> failure instanceof UncheckedIOException);
      }
      hawser.start();
      assertNothingLargeIn(hawser);
      try (Senders senders = new Senders(hawser, workflow, next, accepted)) {
        assertThat(senders.join()).isEmpty();
      }
      Promises.everyAcceptedOneSucceeds(
          hawser.project(), workflow.id(), accepted, Duration.ofSeconds(90));
      Promises.bothStepsRan(echo.calls(), accepted, "/first", "/second");
      Promises.noRecordedStepRanAgain(echo.calls(), "/first", "/second", 1);
      assertThat(echo.calls("/second"))
          .allSatisfy(call -> assertThat(call.field("text")).isEqualTo(TEXT));
      assertNothingLargeIn(hawser);
      Answer end = hawser.project().execution(accepted.getFirst());
      assertThat(Answer.find(Steps.output(end, "second"), "body", "text")).isEqualTo(TEXT);
    }
  }

  /** Send webhooks side by side until all are sent or one gets no answer. */
  private static final class Senders implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<Future<?>> running = new ArrayList<>();

    Senders(Hawser hawser, Deployed workflow, AtomicInteger next, List<String> accepted) {
      Project project = hawser.project();
      for (int i = 0; i < SENDERS; i++) {
        running.add(
            threads.submit(
                () -> {
                  while (next.incrementAndGet() <= WEBHOOKS) {
                    accepted.add(project.webhook(workflow, Map.of("text", TEXT)));
                  }
                }));
      }
    }

    /** Waits for their ends; gives what went wrong. */
    List<Throwable> join() throws InterruptedException {
      List<Throwable> failures = new ArrayList<>();
      for (Future<?> sender : running) {
        try {
          sender.get();
        } catch (ExecutionException e) {
          failures.add(e.getCause());
        }
      }
      return failures;
    }

    @Override
    public void close() {
      threads.close();
    }
  }

  private static void assertNothingLargeIn(Hawser hawser) throws SQLException {
    String columns =
        """
        select table_name, column_name from information_schema.columns
        where table_schema = 'tasks' and data_type in ('bytea', 'text')
        """;
    try (Connection connection = hawser.stores().postgres();
        Statement list = connection.createStatement();
        ResultSet column = list.executeQuery(columns)) {
      int looked = 0;
      while (column.next()) {
        looked++;
        String sql = "select coalesce(max(octet_length(%2$s)), 0) from tasks.%1$s";
        sql = sql.formatted(column.getString(1), '"' + column.getString(2) + '"');
        try (Statement most = connection.createStatement();
            ResultSet size = most.executeQuery(sql)) {
          size.next();
          assertThat(size.getLong(1)).as(sql).isLessThan(64 << 10);
        }
      }
      assertThat(looked).isPositive();
    }
    String largest =
        "EVAL \"local most = 0 for _, key in ipairs(redis.call('KEYS', '*')) do"
            + " most = math.max(most, redis.call('MEMORY', 'USAGE', key)) end return most\" 0";
    assertThat(hawser.stores().redis(largest)).startsWith(":");
    assertThat(Long.parseLong(hawser.stores().redis(largest).substring(1)))
        .as("largest entry in Redis")
        .isLessThan(64 << 10);
  }

  @Test
  void a_large_value_is_shown_by_its_beginning_and_streamed_whole_to_its_own_project_only(
      Hawser hawser, Project project) throws Exception {
    String text = TEXT.repeat(5);
    Deployed workflow = project.deploy(Definitions.webhook("shows", transform()));
    String execution = project.webhook(workflow, Map.of("text", text));
    Answer end = project.awaitEnd(execution);
    Map<?, ?> about = (Map<?, ?>) Answer.find(Steps.output(end, "same"), "$value");
    assertThat(about).isNotNull();
    assertThat((String) about.get("preview")).startsWith("{\"text\":\"a lantern");
    String url = (String) about.get("url");
    Answer value = project.api().get(url);
    assertThat(value.status()).isEqualTo(200);
    assertThat(value.body()).isEqualTo(Json.write(Map.of("text", text)));
    assertThat((long) value.body().length).isEqualTo(about.get("size"));
    assertThat(value.contentType()).startsWith("application/json");
    assertThat(value.headers().firstValue("content-disposition"))
        .hasValueSatisfying(header -> assertThat(header).startsWith("attachment"));
    assertThat(value.headers().firstValue("x-content-type-options")).contains("nosniff");
    assertThat(value.headers().firstValue("cache-control")).contains("no-store");

    assertThat(hawser.anonymous().get(url).status()).isEqualTo(401);
    assertThat(project.api().withKey("hwk_other").get(url).status()).isEqualTo(401);
    String name = url.substring(url.lastIndexOf('/') + 1);
    String otherName = name.replaceFirst(".$", name.endsWith("0") ? "1" : "0");
    String small = project.webhook(workflow, Map.of("text", "small"));
    List<String> absent =
        List.of(
            url.replace(project.id(), "prj_01k0000000000000000000000"),
            url.replace(name, otherName),
            url.replace(name, "x"),
            url.replace(name, "..%2F..%2Fsecret"),
            url.replace(execution, small));
    for (String path : absent) {
      Answer answer = project.api().get(path);
      assertThat(answer.status()).as(path).isEqualTo(404);
      assertThat(answer.contentType()).as(path).startsWith("application/problem+json");
    }
    Answer replay = project.api().post(project.path("/executions/" + execution + "/replay"));
    assertThat(replay.status()).isEqualTo(201);
    Answer again = project.awaitEnd(replay.text("executionId"));
    assertThat(Answer.find(Steps.output(again, "same"), "$value", "size"))
        .isEqualTo(about.get("size"));
  }

  private static String transform() {
    return "{\"id\": \"same\", \"type\": \"transform\", \"value\": \"{{ trigger.body }}\"}";
  }

  @Test
  void while_the_blob_store_fails_large_data_waits_and_small_data_runs() throws Exception {
    try (EchoServer echo = EchoServer.start();
        Hawser hawser = Hawser.installed()) {
      hawser.start();
      Project project = hawser.project();
      Deployed workflow = project.deploy(carrying("waits", echo));
      CountDownLatch gate = echo.hold("/first");
      String running = project.webhook(workflow, Map.of("text", TEXT));
      Waiting.until("the first step is in flight", () -> echo.calls("/first").size() == 1);
      Path payloads = hawser.data().resolve("blobs/blobs/payloads");
      Path aside = hawser.data().resolve("aside");
      Files.move(payloads, aside);
      Files.createFile(payloads); // a file where a folder must be: nothing can be stored
      gate.countDown();

      Answer refused = project.api().post(workflow.hookPath(), Map.of("text", TEXT));
      assertThat(refused.status()).as("%s", refused).isEqualTo(503);
      assertThat(refused.headers().firstValue("retry-after")).isPresent();
      assertThat(project.statuses(workflow.id())).containsOnlyKeys(running);
      Answer meanwhile = project.execution(running);
      assertThat(meanwhile.text("status")).isEqualTo("RUNNING");
      assertThat(Answer.find(meanwhile.json(), "input", "$value", "unavailable")).isNotNull();
      Deployed small = project.deploy(Definitions.webhook("small", transform()));
      assertThat(project.awaitEnd(project.webhook(small, Map.of("n", 1))).text("status"))
          .isEqualTo("SUCCEEDED");
      assertThat(echo.calls("/second")).as("the first result is not stored yet").isEmpty();

      Files.delete(payloads);
      Files.move(aside, payloads);
      assertThat(project.awaitEnd(running).text("status")).isEqualTo("SUCCEEDED");
      assertThat(echo.calls("/first")).as("no step ran again").hasSize(1);
      assertThat(echo.calls("/second")).hasSize(1);
    }
  }

  @Test
  void a_large_value_that_is_lost_hides_itself_only() throws Exception {
    try (Hawser hawser = Hawser.installed()) {
      hawser.start();
      Project project = hawser.project();
      Deployed workflow =
          project.deploy(
              Definitions.webhook(
                  "lost",
                  transform() + ", {\"id\": \"small\", \"type\": \"transform\", \"value\": 7}"));
      String execution = project.webhook(workflow, Map.of("text", TEXT));
      Answer before = project.awaitEnd(execution);
      assertThat(Answer.find(Steps.output(before, "same"), "text")).isEqualTo(TEXT);
      try (Stream<Path> files = Files.walk(hawser.data().resolve("blobs/blobs/payloads"))) {
        files.filter(Files::isRegularFile).forEach(LargeValuesIT::delete);
      }
      Answer after = project.execution(execution);
      assertThat(after.text("status")).isEqualTo("SUCCEEDED");
      assertThat(Steps.output(after, "small")).isEqualTo(7L);
      Object lost = Answer.find(Steps.output(after, "same"), "$value");
      assertThat(Answer.find(lost, "unavailable")).isEqualTo("missing");
      Answer value = project.api().get((String) Answer.find(lost, "url"));
      assertThat(value.status()).isEqualTo(404);
      assertThat(value.text("code")).isEqualTo("tasks.value-lost");
      Answer replay = project.api().post(project.path("/executions/" + execution + "/replay"));
      assertThat(replay.status()).isEqualTo(404);
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
