package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Project;
import dev.hawser.systemtest.harness.Project.Deployed;
import dev.hawser.systemtest.harness.SharedServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Whatever is sent, the answer is a problem document that says what to do about it. */
@ExtendWith(SharedServer.class)
class BadInputIT {
  private static final String JSON = "application/json";
  private static final String NOTHING = "wf_01h455vb4pex5vsknk084sn02q";

  /**
   * @param path below the project, {@code {hook}} stands for a deployed one
   * @param told what the answer must name
   */
  record Case(
      String what,
      String method,
      String path,
      String contentType,
      String body,
      int status,
      String... told) {
    @Override
    public String toString() {
      return what;
    }
  }

  static final List<Case> CASES =
      List.of(
          new Case(
              "unknown field",
              "POST",
              "/workflows",
              JSON,
              definition("\"nmae\": \"x\","),
              422,
              "/nmae",
              "name"),
          new Case(
              "wrong type of field",
              "POST",
              "/workflows",
              JSON,
              "{\"schema\": \"hawser/v1\", \"name\": 7, \"trigger\": {\"type\": \"webhook\"}, \"steps\": []}",
              422,
              "/name"),
          new Case(
              "unknown step type",
              "POST",
              "/workflows",
              JSON,
              step("{\"id\": \"a\", \"type\": \"transfrom\"}"),
              422,
              "/steps/0/type",
              "transform"),
          new Case(
              "two steps with one id",
              "POST",
              "/workflows",
              JSON,
              step(
                  "{\"id\": \"a\", \"type\": \"transform\", \"value\": 1},"
                      + " {\"id\": \"a\", \"type\": \"transform\", \"value\": 2}"),
              422,
              "/steps/1/id"),
          new Case(
              "a reference to no step",
              "POST",
              "/workflows",
              JSON,
              step("{\"id\": \"a\", \"type\": \"transform\", \"value\": \"{{ steps.b.output }}\"}"),
              422,
              "/steps/0/value",
              "b"),
          new Case(
              "an expression that does not compile",
              "POST",
              "/workflows",
              JSON,
              step("{\"id\": \"a\", \"type\": \"transform\", \"value\": \"{{ 1 + }}\"}"),
              422,
              "/steps/0/value"),
          new Case("no JSON", "POST", "/workflows", JSON, "{\"schema\": ", 422, "JSON"),
          new Case("no YAML", "POST", "/workflows", "application/yaml", "a: [1", 422, "YAML"),
          new Case("a definition that is a list", "POST", "/workflows", JSON, "[]", 422),
          new Case("an empty definition", "POST", "/workflows", JSON, "", 400, "body is missing"),
          new Case(
              "a definition of another content type",
              "POST",
              "/workflows",
              "image/png",
              "PNG",
              415,
              "Content-Type"),
          new Case(
              "a definition that is too large",
              "POST",
              "/workflows",
              JSON,
              definition("\"ui\": {\"x\": \"" + "x".repeat(1_100_000) + "\"},"),
              413,
              "1"),
          new Case("unknown workflow", "GET", "/workflows/" + NOTHING, JSON, "", 404),
          new Case("malformed id of a workflow", "GET", "/workflows/nonsense", JSON, "", 404),
          new Case(
              "id of another kind",
              "GET",
              "/workflows/exe_01h455vb4pex5vsknk084sn02q",
              JSON,
              "",
              404),
          new Case("deploy of nothing", "POST", "/workflows/" + NOTHING + "/deploy", JSON, "", 404),
          new Case(
              "trigger of nothing", "POST", "/workflows/" + NOTHING + "/trigger", JSON, "", 404),
          new Case(
              "unknown execution",
              "GET",
              "/executions/exe_01h455vb4pex5vsknk084sn02q",
              JSON,
              "",
              404),
          new Case("malformed id of an execution", "GET", "/executions/1", JSON, "", 404),
          new Case(
              "replay of nothing",
              "POST",
              "/executions/exe_01h455vb4pex5vsknk084sn02q/replay",
              JSON,
              "",
              404),
          new Case(
              "wrong filter",
              "GET",
              "/executions?status=DONE&from=yesterday",
              JSON,
              "",
              422,
              "/status",
              "/from"),
          new Case("limit out of range", "GET", "/executions?limit=100000", JSON, "", 422, "limit"),
          new Case("made-up cursor", "GET", "/executions?cursor=!!!", JSON, "", 422, "cursor"),
          new Case("unknown path", "GET", "/nothing", JSON, "", 404),
          new Case("wrong method", "PATCH", "/workflows", JSON, "{}", 405),
          new Case(
              "unknown field of a key",
              "POST",
              "/api-keys",
              JSON,
              "{\"name\": \"a\", \"colour\": \"red\"}",
              422,
              "/colour"),
          new Case("key without a name", "POST", "/api-keys", JSON, "{}", 422, "/name"),
          new Case(
              "key that expired before",
              "POST",
              "/api-keys",
              JSON,
              "{\"name\": \"a\", \"expiresAt\": \"2020-01-01T00:00:00Z\"}",
              422,
              "/expiresAt"),
          new Case("hook of nothing", "POST", "hook:" + NOTHING, JSON, "{}", 404),
          new Case("malformed hook", "POST", "hook:nonsense", JSON, "{}", 404),
          new Case("webhook that is no JSON", "POST", "hook:{hook}", JSON, "{\"a\":", 422, "JSON"),
          new Case(
              "webhook that is no text",
              "POST",
              "hook:{hook}",
              "text/plain",
              "\u00e9",
              422,
              "UTF-8"),
          new Case(
              "webhook that is too large",
              "POST",
              "hook:{hook}",
              JSON,
              "\"" + "x".repeat(10_500_000) + "\"",
              413,
              "10485760"));

  @ParameterizedTest
  @FieldSource("CASES")
  void bad_input_is_answered_with_a_problem_document(Case given, Hawser hawser) {
    Project project = hawser.keyManager();
    String path =
        given.path().startsWith("hook:")
            ? "/hooks/" + given.path().substring(5).replace("{hook}", hook(project))
            : project.path(given.path());
    var body = BodyPublishers.ofString(given.body(), StandardCharsets.ISO_8859_1);
    Answer answer =
        project.api().send(given.method(), path, body, Map.of("Content-Type", given.contentType()));

    assertThat(answer.status()).as("%s", answer).isEqualTo(given.status());
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.at("status")).isEqualTo((long) given.status());
    assertThat(answer.text("code")).matches("[a-z]+\\.[a-z0-9-]+");
    assertThat(answer.text("detail")).isNotBlank();
    assertThat(answer.text("traceId")).matches("[0-9a-f]{32}");
    assertThat(List.of(given.told()))
        .allSatisfy(text -> assertThat(answer.toString()).contains(text));
    assertThat(answer.toString())
        .doesNotContain("Exception", "io.micronaut", "dev.hawser", "\\tat ");
  }

  @Test
  void a_repeated_key_with_another_body_is_refused(Project project) {
    Deployed workflow = project.deploy(Definitions.webhook("idempotent", SAME));
    Map<String, String> headers = Map.of("Content-Type", JSON, "Idempotency-Key", "order-1");
    Answer first = send(project, workflow, "{\"n\": 1}", headers);
    Answer repeated = send(project, workflow, "{\"n\": 1}", headers);
    Answer other = send(project, workflow, "{\"n\": 2}", headers);
    assertThat(first.status()).isEqualTo(202);
    assertThat(repeated.text("executionId")).isEqualTo(first.text("executionId"));
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.text("code")).isEqualTo("core.idempotency-key-reused");
    assertThat(project.awaitAllEnded(workflow.id(), Duration.ofSeconds(30))).hasSize(1);
  }

  @Test
  void a_stale_revision_is_refused(Project project) {
    Answer created =
        project.api().post(project.path("/workflows"), Definitions.webhook("revised", SAME), JSON);
    assertThat(created.status()).isEqualTo(201);
    String etag = created.headers().firstValue("etag").orElseThrow();
    String path = project.path("/workflows/" + created.text("id"));
    var body = BodyPublishers.ofString(Definitions.webhook("revised 2", SAME));
    Map<String, String> headers = Map.of("Content-Type", JSON, "If-Match", etag);
    assertThat(project.api().send("PUT", path, body, headers).status()).isEqualTo(200);
    assertThat(project.api().send("PUT", path, body, headers).status()).isEqualTo(412);
  }

  @Test
  void a_name_is_taken_once(Project project) {
    String definition = Definitions.webhook("taken", SAME);
    assertThat(project.api().post(project.path("/workflows"), definition, JSON).status())
        .isEqualTo(201);
    Answer second = project.api().post(project.path("/workflows"), definition, JSON);
    assertThat(second.status()).isEqualTo(409);
    assertThat(second.text("detail")).contains("taken");
  }

  private static final String SAME =
      "{\"id\": \"same\", \"type\": \"transform\", \"value\": \"{{ trigger.body.n }}\"}";

  private static Answer send(
      Project project, Deployed workflow, String body, Map<String, String> headers) {
    return project
        .api()
        .withKey(null)
        .send("POST", workflow.hookPath(), BodyPublishers.ofString(body), headers);
  }

  private static String deployedHook = "";

  private static String hook(Project project) {
    if (deployedHook.isEmpty()) {
      deployedHook = project.deploy(Definitions.webhook("hook for bad input", SAME)).id();
    }
    return deployedHook;
  }

  private static String definition(String more) {
    return """
    {"schema": "hawser/v1", %s "name": "bad", "trigger": {"type": "webhook"}, "steps": []}
    """
        .formatted(more);
  }

  private static String step(String steps) {
    return Definitions.webhook("bad", steps);
  }
}
