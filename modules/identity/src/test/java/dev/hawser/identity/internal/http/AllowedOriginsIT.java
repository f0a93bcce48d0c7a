package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.Role;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pages of which origins may call the Connect API of a project. */
class AllowedOriginsIT {
  private static final String APP = "https://app.example.com";
  private static final String OTHER = "https://evil.example";
  private static final String NOT_ALLOWED = "identity.origin-not-allowed";
  private static IdentityServer server;
  private static ConnectProject project;
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static ConnectProject foreign;
  private static String admin;

  @BeforeAll
  static void start() throws Exception {
    server = IdentityServer.start();
    project = ConnectProject.setUp(server);
    foreign = ConnectProject.foreign(server);
    OrganizationId organization =
        new OrganizationId(
            UUID.fromString(
                server
                    .query("select id from identity.organization where name = 'Acme'")
                    .getFirst()));
    admin = TestMembers.add(server, organization, Role.ADMIN).toString();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void allowAll() {
    allow().expect(200);
  }

  private static Answer allow(String... origins) {
    return server.patch(project.path(""), admin, "{\"allowedOrigins\":" + json(origins) + "}");
  }

  private static String json(String... origins) {
    return List.of(origins).stream()
        .map(origin -> "\"" + origin + "\"")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static Answer call(ConnectProject at, @Nullable String origin) {
    Map<String, String> headers = origin == null ? Map.of() : Map.of("Origin", origin);
    return at.server().send("GET", at.mePath(), at.token("ada"), null, headers);
  }

  private static Answer ask(IdentityServer at, String path, String origin) {
    return at.send(
        "OPTIONS",
        path,
        null,
        null,
        Map.of(
            "Origin", origin,
            "Access-Control-Request-Method", "PATCH",
            "Access-Control-Request-Headers", "authorization"));
  }

  private static List<String> header(Answer answer, String name) {
    return answer.http().headers().allValues(name);
  }

  /** Everything that lets a page read the answer. */
  private static List<String> crossOriginHeaders(Answer answer) {
    return answer.http().headers().map().keySet().stream()
        .filter(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control-"))
        .toList();
  }

  private static void assertVaries(Answer answer) {
    assertThat(String.join(",", header(answer, "Vary"))).contains("Origin");
    assertThat(header(answer, "Cache-Control")).containsExactly("no-store");
  }

  @Test
  void pages_of_allowed_origins_call_and_read_the_answer() {
    allow(APP, "https://*.shop.example").expect(200);
    for (String origin : List.of(APP, "https://a.shop.example")) {
      Answer asked = ask(server, project.mePath(), origin).expect(204);
      assertThat(header(asked, "Access-Control-Allow-Origin")).containsExactly(origin);
      assertThat(header(asked, "Access-Control-Allow-Methods").getFirst()).contains("PATCH");
      assertThat(header(asked, "Access-Control-Allow-Headers")).containsExactly("authorization");
      assertVaries(asked);
      Answer answer = call(project, origin).expect(200);
      assertThat(header(answer, "Access-Control-Allow-Origin")).containsExactly(origin);
      assertThat(header(answer, "Access-Control-Allow-Credentials")).isEmpty();
      assertVaries(answer);
    }
    Answer refused =
        server
            .send("GET", project.mePath(), "nonsense", null, Map.of("Origin", APP))
            .expect(401, "identity.token-malformed");
    assertThat(header(refused, "Access-Control-Allow-Origin")).containsExactly(APP);
  }

  @Test
  void pages_of_other_origins_get_no_answer_that_they_can_read_and_nothing_is_done() {
    allow(APP, "https://*.shop.example").expect(200);
    for (String origin :
        List.of(
            OTHER, "null", "http://app.example.com", "https://a.b.shop.example", APP + ":8443")) {
      Answer asked = ask(server, project.mePath(), origin).expect(403, NOT_ALLOWED);
      assertThat(crossOriginHeaders(asked)).isEmpty();
      assertVaries(asked);
      Answer answer = call(project, origin).expect(403, NOT_ALLOWED);
      assertThat(crossOriginHeaders(answer)).isEmpty();
      assertVaries(answer);
    }
    server
        .send(
            "PATCH",
            project.mePath(),
            project.token("ada"),
            "{\"meta\":{\"Name\":\"Eve\"}}",
            Map.of("Origin", OTHER))
        .expect(403, NOT_ALLOWED);
    assertThat(call(project, APP).expect(200).at("meta")).isEqualTo(Map.of());
  }

  @Test
  void servers_which_have_no_origin_are_not_asked_for_one() {
    allow(APP).expect(200);
    Answer answer = call(project, null).expect(200);
    assertThat(crossOriginHeaders(answer)).isEmpty();
    assertVaries(answer); // what a cache keeps of it is for nobody's page
  }

  @Test
  void a_list_is_of_one_project_and_of_the_connect_api() {
    allow(APP).expect(200);
    assertThat(header(call(foreign, OTHER).expect(200), "Access-Control-Allow-Origin"))
        .containsExactly("*");
    assertThat(header(call(foreign, OTHER), "Vary")).doesNotContain("Origin");
    server
        .send("GET", project.path("/connected-users"), project.key(), null, Map.of("Origin", OTHER))
        .expect(200);
  }

  @Test
  void a_change_counts_here_at_once_and_soon_on_other_replicas() {
    allow(APP).expect(200);
    try (IdentityServer other = server.sibling()) {
      ConnectProject there = project.on(other);
      call(there, OTHER).expect(403, NOT_ALLOWED);
      call(there, APP).expect(200);
      allow(APP, OTHER).expect(200);
      call(project, OTHER).expect(200);
      await().atMost(PATIENCE).until(() -> call(there, OTHER).status() == 200);
      assertThat(header(ask(other, there.mePath(), OTHER), "Access-Control-Allow-Origin"))
          .containsExactly(OTHER);
      allow(APP).expect(200);
      call(project, OTHER).expect(403, NOT_ALLOWED);
      await().atMost(PATIENCE).until(() -> call(there, OTHER).status() == 403);
      allow().expect(200);
      await()
          .atMost(PATIENCE)
          .until(
              () -> header(call(there, OTHER), "Access-Control-Allow-Origin").equals(List.of("*")));
    }
  }

  @Test
  void questions_tell_nobody_which_projects_there_are_and_do_not_get_to_postgres()
      throws Exception {
    allow(APP).expect(200);
    List<String> answers =
        List.of(foreign.mePath(), unknown(), "/projects/x/sdk/me").stream()
            .map(path -> ask(server, path, OTHER).expect(204).http().headers().map())
            .map(
                headers ->
                    headers.entrySet().stream()
                        .filter(
                            header ->
                                !List.of("date", "x-request-id", "traceparent")
                                    .contains(header.getKey()))
                        .sorted(Map.Entry.comparingByKey())
                        .toList()
                        .toString())
            .distinct()
            .toList();
    assertThat(answers).hasSize(1);
    ask(server, project.mePath(), OTHER).expect(403);
    server.execute("alter table identity.project rename to project_away");
    try {
      for (int i = 0; i < 50; i++) {
        ask(server, unknown(), OTHER).expect(204);
        ask(server, project.mePath(), OTHER).expect(403, NOT_ALLOWED);
        ask(server, project.mePath(), APP).expect(204);
      }
    } finally {
      server.execute("alter table identity.project_away rename to project");
    }
  }

  private static String unknown() {
    return "/projects/" + new ProjectId(UUID.randomUUID()) + "/sdk/me";
  }

  @Test
  void a_list_is_kept_as_browsers_write_it_and_stays_when_something_else_changes()
      throws Exception {
    Answer made = allow("HTTPS://App.Example.com:443", "https://bücher.example").expect(200);
    assertThat(made.list("allowedOrigins"))
        .isEqualTo(List.of(APP, "https://xn--bcher-kva.example"));
    Answer renamed = server.patch(project.path(""), admin, "{\"description\":\"x\"}").expect(200);
    assertThat(renamed.list("allowedOrigins")).isEqualTo(made.list("allowedOrigins"));
    assertThat(server.get(project.path(""), admin).list("allowedOrigins"))
        .isEqualTo(made.list("allowedOrigins"));
    assertThat(
            server
                .patch(project.path(""), admin, "{\"allowedOrigins\":null}")
                .expect(200)
                .list("allowedOrigins"))
        .isEmpty();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(
                        server.query(
                            "select entry::text from identity.audit_entry"
                                + " where action = 'projects.changed' order by sequence desc limit 3"))
                    .satisfiesExactly(
                        cleared ->
                            assertThat(cleared)
                                .contains("allowedOrigins", "allowedOriginsBefore", APP),
                        other -> assertThat(other).doesNotContain("allowedOrigins"),
                        set ->
                            assertThat(set)
                                .contains("allowedOrigins", "https://xn--bcher-kva.example")));
  }

  @Test
  void a_project_is_made_with_a_list() throws Exception {
    String team = server.get(project.path(""), admin).text("team");
    Answer made =
        server
            .post(
                "/api/v1/projects",
                admin,
                "{\"name\":\"Listed\",\"team\":\"%s\",\"allowedOrigins\":[\"%s\"]}"
                    .formatted(team, APP))
            .expect(201);
    assertThat(made.list("allowedOrigins")).isEqualTo(List.of(APP));
    String path = "/projects/" + made.text("id") + "/sdk/me";
    ask(server, path, OTHER).expect(403, NOT_ALLOWED);
    server.delete("/api/v1/projects/" + made.text("id") + "?confirm=Listed", admin).expect(202);
    assertThat(header(ask(server, path, OTHER).expect(204), "Access-Control-Allow-Origin"))
        .as("as one that never was")
        .containsExactly("*");
  }

  @Test
  void what_is_no_origin_is_named_and_nothing_changes() {
    allow(APP).expect(200);
    Answer wrong = allow("https://ok.example", APP + "/path", "*").expect(422, "core.body-invalid");
    assertThat(wrong.list("problems"))
        .extracting(problem -> ((Map<?, ?>) problem).get("pointer"))
        .isEqualTo(List.of("/allowedOrigins", "/allowedOrigins"));
    assertThat(String.valueOf(wrong.json())).contains(APP + "/path");
    allow(IntStream.range(0, 51).mapToObj(n -> "https://a" + n + ".example").toArray(String[]::new))
        .expect(422, "core.body-invalid");
    server
        .patch(project.path(""), admin, "{\"allowedOrigins\":\"https://a.example\"}")
        .expect(422, "core.body-invalid");
    assertThat(server.get(project.path(""), admin).list("allowedOrigins")).isEqualTo(List.of(APP));
  }
}
