package dev.hawser.tasks.internal.interpreter;

import static dev.hawser.tasks.internal.interpreter.Plans.header;
import static dev.hawser.tasks.internal.interpreter.Plans.plan;
import static dev.hawser.tasks.internal.interpreter.Plans.request;
import static dev.hawser.tasks.internal.interpreter.Plans.transform;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.workflows.Plan;
import dev.hawser.workflows.StepPlan;
import dev.hawser.workflows.StepPlan.Body;
import dev.hawser.workflows.StepPlan.Content;
import dev.hawser.workflows.StepPlan.NamedValue;
import dev.hawser.workflows.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RespondTest {
  private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
  private static final Map<String, Object> FILE = Map.of("$file", "file_1", "name", "a.pdf");

  private final RecordingHost host = new RecordingHost();

  private Outcome run(Plan plan, List<StepRecord> before) throws Exception {
    host.records.clear();
    host.records.addAll(before);
    host.durable = before.size();
    return new Interpreter(plan, ID, Map.of(), before, host).run(host.now);
  }

  private StepRecord record(String path) {
    return host.records.stream().filter(r -> r.path().equals(path)).findFirst().orElseThrow();
  }

  private static StepPlan respond(String id, Value status, Content content) {
    List<NamedValue> headers = List.of(new NamedValue("X-A", scope -> List.of("1", "2")));
    return new StepPlan.Respond(header(id), status, headers, content);
  }

  private static StepPlan respond(String id) {
    return respond(id, scope -> 201L, new Content.Json(scope -> Map.of("ok", true)));
  }

  @Test
  void the_answer_is_the_output_and_steps_may_follow() throws Exception {
    Plan plan = plan(respond("r"), transform("t", scope -> 1L));
    assertThat(run(plan, List.of())).isEqualTo(new Outcome.Succeeded());
    assertThat(record("r").output())
        .isEqualTo(
            Map.of("status", 201L, "headers", Map.of("X-A", "1, 2"), "body", Map.of("ok", true)));
    assertThat(record("t").status()).isEqualTo(StepStatus.SUCCEEDED);
  }

  @Test
  void the_answer_is_durable_before_the_next_effect() throws Exception {
    run(plan(respond("r"), request("q", scope -> 1L)), List.of());
    assertThat(host.durable).isEqualTo(1);
  }

  @Test
  void only_the_first_answer_counts_also_after_a_crash() throws Exception {
    Plan plan = plan(respond("r"), request("q", scope -> 1L), respond("again"));
    run(plan, List.of());
    assertThat(record("again").status()).isEqualTo(StepStatus.SKIPPED);
    List<StepRecord> left = new ArrayList<>(host.afterCrash());
    run(plan, left);
    assertThat(record("again").status()).isEqualTo(StepStatus.SKIPPED);
    assertThat(host.records).filteredOn(r -> r.path().equals("r")).hasSize(1);
  }

  @Test
  void an_answer_can_be_a_file_that_is_there() throws Exception {
    run(plan(respond("r", scope -> 200L, new Content.File(scope -> FILE))), List.of());
    assertThat(record("r").output())
        .isEqualTo(
            Map.of(
                "status",
                200L,
                "headers",
                Map.of("X-A", "1, 2"),
                "file",
                Map.of("$file", "file_1", "name", "stored.pdf")));
  }

  @Test
  void a_file_that_is_gone_fails_the_step_and_leaves_the_caller_to_another_one() throws Exception {
    Map<String, Object> gone = Map.of("$file", "file_gone");
    StepPlan first = respond("r", scope -> 200L, new Content.File(scope -> gone));
    Plan failing = plan(first);
    Plan handled =
        new Plan(
            failing.trigger(),
            failing.steps(),
            List.of(respond("instead")),
            failing.timeout(),
            failing.concurrency());
    assertThat(run(handled, List.of())).isInstanceOf(Outcome.Failed.class);
    assertThat(((Map<?, ?>) record("r").error()).get("code")).isEqualTo("file-not-found");
    assertThat(record("onError/instead").status()).isEqualTo(StepStatus.SUCCEEDED);
  }

  @Test
  void a_status_or_header_that_cannot_be_sent_fails_the_step() throws Exception {
    for (Object status : List.of(99L, 600L, 200.5, "200", Map.of())) {
      assertThat(run(plan(respond("r", scope -> status, new Content.None())), List.of()))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> assertThat(failed.error().toString()).contains("from 200 to 599"));
    }
    StepPlan split =
        new StepPlan.Respond(
            header("r"),
            scope -> 200L,
            List.of(new NamedValue("X-A", scope -> "a\r\nSet-Cookie: b")),
            new Content.None());
    assertThat(run(plan(split), List.of()))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.error().toString()).contains("line break"));
  }

  @Test
  void bodies_with_files_are_resolved_and_shown_by_their_references() throws Exception {
    Body multipart =
        new Body.Multipart(
            List.of(
                new NamedValue("note", scope -> 5L),
                new NamedValue("docs", scope -> List.of(FILE, "text")),
                new NamedValue("none", scope -> null)));
    run(plan(withBody(multipart)), List.of());
    assertThat(shownBody()).isEqualTo(Map.of("note", "5", "docs", List.of(FILE, "text")));
    run(plan(withBody(new Body.Binary(scope -> FILE))), List.of());
    assertThat(shownBody()).isEqualTo(FILE);
  }

  @Test
  void a_file_where_a_text_is_needed_and_the_reverse_are_told() throws Exception {
    assertThat(run(plan(withBody(new Body.Text("text/plain", scope -> FILE))), List.of()))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.error().toString()).contains("is a file, which has no"));
    assertThat(run(plan(withBody(new Body.Binary(scope -> "text"))), List.of()))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed ->
                assertThat(failed.error().toString()).contains("is a text; a file is needed"));
  }

  private Object shownBody() {
    return ((Map<?, ?>) record("q").input()).get("body");
  }

  private static StepPlan withBody(Body body) {
    var plain = (StepPlan.Request) request("q", scope -> null);
    return new StepPlan.Request(
        plain.header(),
        plain.method(),
        plain.url(),
        plain.query(),
        plain.headers(),
        body,
        plain.auth(),
        plain.followRedirects(),
        plain.response());
  }
}
