package dev.hawser.systemtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.systemtest.harness.Answer;
import dev.hawser.systemtest.harness.Api;
import dev.hawser.systemtest.harness.Definitions;
import dev.hawser.systemtest.harness.Hawser;
import dev.hawser.systemtest.harness.Project;
import dev.hawser.systemtest.harness.Project.Deployed;
import dev.hawser.systemtest.harness.SharedServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may call what. */
@ExtendWith(SharedServer.class)
class KeysIT {
  private static final String OTHER_PROJECT = "prj_01k0000000000000000000000";

  @Test
  void without_a_key_that_holds_nothing_is_told_and_nothing_happens(Hawser hawser) {
    Project project = hawser.keyManager();
    Deployed workflow = project.deploy(Definitions.webhook("guarded", TRANSFORM));
    String execution = project.webhook(workflow, Map.of("n", 1));
    String good = project.api().key();
    List<Api> intruders =
        List.of(
            hawser.anonymous(),
            hawser.anonymous().withKey(""),
            hawser.anonymous().withKey("hwk_"),
            hawser.anonymous().withKey("nonsense"),
            hawser.anonymous().withKey(good + "x"),
            hawser.anonymous().withKey(good.substring(0, good.length() - 4) + "AAAA"));
    for (Api intruder : intruders) {
      for (String path : guarded(project, workflow, execution)) {
        unauthenticated(intruder.get(path));
      }
      unauthenticated(intruder.post(project.path("/workflows"), Map.of()));
      unauthenticated(intruder.post(project.path("/api-keys"), Map.of("name", "mine")));
      unauthenticated(intruder.post(project.path("/workflows/" + workflow.id() + "/deploy")));
      unauthenticated(intruder.post(project.path("/workflows/" + workflow.id() + "/trigger")));
      unauthenticated(intruder.post(project.path("/executions/" + execution + "/replay")));
      unauthenticated(intruder.delete(project.path("/workflows/" + workflow.id())));
    }
    assertThat(project.statuses(workflow.id())).hasSize(1);
  }

  @Test
  void another_project_does_not_exist(Hawser hawser) {
    Project project = hawser.keyManager();
    Deployed workflow = project.deploy(Definitions.webhook("foreign", TRANSFORM));
    String execution = project.webhook(workflow, Map.of("n", 1));
    Project foreign = new Project(project.api(), otherId(project.id()));
    for (String path : guarded(foreign, workflow, execution)) {
      if (path.contains("/projects/")) {
        missing(project.api().get(path));
      }
    }
    missing(project.api().get("/api/v1/projects/" + OTHER_PROJECT + "/workflows"));
    missing(project.api().get("/api/v1/projects/nonsense/workflows"));
    missing(project.api().post(foreign.path("/workflows"), Map.of()));
    missing(project.api().post(foreign.path("/api-keys"), Map.of("name", "mine")));
    missing(project.api().post(foreign.path("/workflows/" + workflow.id() + "/trigger")));
    missing(project.api().post(foreign.path("/executions/" + execution + "/replay")));
  }

  @Test
  void an_expired_key_does_not_hold_any_more(Hawser hawser) {
    Project project = hawser.keyManager();
    Instant soon = Instant.now().plus(Duration.ofSeconds(5));
    Answer created =
        project
            .api()
            .post(
                project.path("/api-keys"),
                Map.of("name", "short-lived", "expiresAt", soon.toString()));
    assertThat(created.status()).isEqualTo(201);
    Api api = project.api().withKey(created.text("key"));
    Waiting.until("the key has expired", () -> api.get("/api/v1/me").status() == 401);
    assertThat(Instant.now()).isAfterOrEqualTo(soon.minusMillis(1));
    unauthenticated(api.get("/api/v1/me"));
  }

  @Test
  void a_revoked_key_does_not_hold_any_more(Hawser hawser) {
    Project project = hawser.keyManager();
    Answer created = project.api().post(project.path("/api-keys"), Map.of("name", "revoked"));
    Api api = project.api().withKey(created.text("key"));
    assertThat(api.get("/api/v1/me").status()).isEqualTo(200);
    assertThat(project.api().delete(project.path("/api-keys/" + created.text("id"))).status())
        .isEqualTo(204);
    unauthenticated(api.get("/api/v1/me"));
  }

  @Test
  void a_key_is_shown_once(Hawser hawser) {
    Project project = hawser.keyManager();
    Answer created = project.api().post(project.path("/api-keys"), Map.of("name", "shown once"));
    Answer list = project.api().get(project.path("/api-keys"));
    assertThat(list.objects("items")).anyMatch(key -> key.get("name").equals("shown once"));
    assertThat(list.toString()).doesNotContain(created.text("key"));
  }

  private static final String TRANSFORM =
      "{\"id\": \"same\", \"type\": \"transform\", \"value\": \"{{ trigger.body.n }}\"}";

  private static List<String> guarded(Project project, Deployed workflow, String execution) {
    return List.of(
        "/api/v1/me",
        project.path("/api-keys"),
        project.path("/workflows"),
        project.path("/workflows/" + workflow.id()),
        project.path("/workflows/" + workflow.id() + "/versions"),
        project.path("/workflows/" + workflow.id() + "/versions/1"),
        project.path("/workflows/" + workflow.id() + "/deployments"),
        project.path("/workflows/" + workflow.id() + "/diff"),
        project.path("/workflows/" + workflow.id() + "/export"),
        project.path("/events"),
        project.path("/executions"),
        project.path("/executions/" + execution),
        project.path("/executions/" + execution + "/values/" + "0".repeat(64)));
  }

  /** An id of the right form that nobody has: the last characters are changed. */
  private static String otherId(String id) {
    String end = id.endsWith("0000") ? "1111" : "0000";
    return id.substring(0, id.length() - 4) + end;
  }

  private static void unauthenticated(Answer answer) {
    problem(answer, 401);
    assertThat(answer.headers().firstValue("www-authenticate"))
        .hasValueSatisfying(value -> assertThat(value).startsWith("Bearer"));
  }

  private static void missing(Answer answer) {
    problem(answer, 404);
  }

  private static void problem(Answer answer, int status) {
    assertThat(answer.status()).as("%s", answer).isEqualTo(status);
    assertThat(answer.contentType()).startsWith("application/problem+json");
    assertThat(answer.at("status")).isEqualTo((long) status);
    assertThat(answer.text("code")).isNotBlank();
    assertThat(answer.text("detail")).isNotBlank();
  }
}
