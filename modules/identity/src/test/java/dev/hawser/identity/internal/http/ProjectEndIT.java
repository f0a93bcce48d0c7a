package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.Role;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Projects are archived, restored and deleted. */
class ProjectEndIT {
  private static final String PROJECTS = "/api/v1/projects";
  private static final String DELETIONS = "/api/v1/project-deletions";
  private static final String MARKER = "zebra-quartz-7731";
  private static final Duration LONG = Duration.ofSeconds(30);

  /** A replica reads once a second what has ended; a deletion begins after fifteen. */
  private static final Duration SOON = Duration.ofSeconds(10);

  /** What tells of a project and stays: records of what was done, for the organization. */
  private static final Set<String> STAY =
      Set.of("project_deletion", "secret_access", "audit_chain", "audit_entry", "outbox");

  /** What is of an organization, of its members, or of the installation. */
  private static final Set<String> OTHERS =
      Set.of(
          "organization",
          "team",
          "team_member",
          "app_user",
          "former_member",
          "invitation",
          "invitation_team",
          "one_time_token",
          "personal_token",
          "session",
          "sign_in_attempt",
          "second_factor",
          "recovery_code",
          "image",
          "mail_outbox",
          "mail_quota",
          "setup_token",
          "setup_completion",
          "single_sign_on",
          "sign_in_report",
          "single_sign_on_attempt",
          "single_sign_on_leaver",
          "single_sign_on_link",
          "vault_key",
          "allowed_origins_change",
          "key_set",
          "flyway_schema_history");

  private static IdentityServer server;
  private static OrganizationId organization;
  private static String team;
  private static String admin;

  @BeforeAll
  static void start() throws Exception {
    server = IdentityServer.start();
    Answer made = server.setUp(server.openSetup()).expect(201);
    organization = OrganizationId.parse(made.text("organization", "id")).orElseThrow();
    team = made.text("team", "id");
    admin = TestMembers.add(server, organization, Role.ADMIN).toString();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** A project with something of each kind, which all has the marker in it. */
  private ConnectProject filled(String name) {
    String id =
        server
            .post(
                PROJECTS,
                admin,
                "{\"name\":\"%s\",\"team\":\"%s\",\"description\":\"%s\"}"
                    .formatted(name, team, MARKER))
            .expect(201)
            .text("id");
    String path = PROJECTS + "/" + id;
    String key =
        server
            .post(path + "/api-keys", admin, "{\"name\":\"" + MARKER + "\"}")
            .expect(201)
            .text("key");
    Answer signing =
        server
            .post(
                path + "/signing-keys",
                admin,
                "{\"name\":\"" + MARKER + "\",\"type\":\"generated\"}")
            .expect(201);
    ConnectProject project =
        new ConnectProject(
            server,
            id,
            key,
            signing.text("key", "id"),
            TestTokens.privateKey(signing.text("privateKey")));
    server.put(path + "/secrets/MARKED", admin, "{\"value\":\"" + MARKER + "\"}").expect(201);
    project
        .patchMe(project.token("ada"), "{\"meta\":{\"Name\":\"%s\"}}".formatted(MARKER))
        .expect(200);
    project.me(project.token("bob")).expect(200);
    return project;
  }

  private static ProjectId id(ConnectProject project) {
    return ProjectId.parse(project.id()).orElseThrow();
  }

  private Answer delete(ConnectProject project, String confirm) {
    return server.delete(project.path("?confirm=" + confirm), admin);
  }

  private Answer awaitDone(IdentityServer at, Answer deletion) {
    String path = DELETIONS + "/" + deletion.text("id");
    await().atMost(LONG).until(() -> at.get(path, admin).text("state").equals("done"));
    return at.get(path, admin).expect(200);
  }

  private void waitsForTheDeletion() {
    server.bean(TestClock.class).forward(Duration.ofSeconds(16));
  }

  /** Another replica, whose clock is right. */
  private static IdentityServer sibling() {
    IdentityServer sibling = server.sibling();
    TestClock clock = sibling.bean(TestClock.class);
    clock.forward(Duration.between(clock.instant(), server.bean(TestClock.class).instant()));
    return sibling;
  }

  @Test
  void nothing_of_a_deleted_project_is_in_any_table_blob_or_cache() throws Exception {
    ConnectProject shop = filled("ShopA");
    ConnectProject other = filled("Other");
    server
        .delete(shop.path("/connected-users/" + shop.idOf("bob")), admin)
        .expect(202); // so that there is the record of a deletion
    server.execute(
        """
        update identity.signing_key set public_key = null, key_set_url = 'https://%2$s/', source = 'x'
        where project_id = '%1$s';
        insert into identity.key_set values ('https://%2$s/', '{}', now());
        insert into identity.secret_access values (gen_random_uuid(), '%3$s', '%1$s', '{A}', '{e}', now(), now());
        """
            .formatted(id(shop).value(), MARKER, organization.value()));
    PlantedProjectData data = server.bean(PlantedProjectData.class);
    data.plant(id(shop), 3);
    data.plant(id(other), 3);
    List<String> tables =
        server.query(
            "select table_name from information_schema.tables where table_schema = 'identity'"
                + " and table_type = 'BASE TABLE'");
    List<String> ofProjects =
        server.query(
            "select table_name from information_schema.columns where table_schema = 'identity'"
                + " and column_name = 'project_id'");
    for (String table : tables) {
      assertThat(
              ofProjects.contains(table)
                  || OTHERS.contains(table)
                  || STAY.contains(table)
                  || table.equals("project"))
          .as("say whether %s is deleted with a project, and test it", table)
          .isTrue();
    }
    List<String> deleted = new ArrayList<>(ofProjects);
    deleted.removeAll(STAY);
    for (String table : deleted) {
      assertThat(rows(table, shop)).as("plant something into " + table).isPositive();
    }
    Map<String, Integer> before = new java.util.HashMap<>();
    for (String table : deleted) {
      before.put(table, rows(table, other));
    }

    Answer begun = delete(shop, "ShopA").expect(202);
    waitsForTheDeletion();
    String changes = "select number from identity.allowed_origins_change";
    List<String> changed = server.query(changes);
    Answer done = awaitDone(server, begun);
    assertThat(server.query(changes)).as("replicas forget its list").isNotEqualTo(changed);

    for (String table : deleted) {
      assertThat(rows(table, shop)).as(table).isZero();
      assertThat(rows(table, other)).as(table).isEqualTo(before.get(table));
    }
    StringBuilder rest = new StringBuilder();
    for (String table : OTHERS) {
      server.query("select t::text from identity." + table + " t").forEach(rest::append);
    }
    assertThat(rest.toString()).doesNotContain(MARKER, id(shop).value().toString());
    assertThat(data.left(id(shop))).isEmpty();
    assertThat(data.left(id(other))).hasSize(6);
    assertThat(done.text("name")).isEqualTo("ShopA");
    assertThat((Long) done.at("deleted")).isGreaterThan(10L);
    assertThat(server.query("select count(*) from identity.secret_access")).containsExactly("1");
    server.get(other.path("/secrets"), other.key()).expect(200);
    other.me(other.token("ada")).expect(200);
    awaitActions("projects.created", "projects.deletion-requested", "projects.deleted");
    assertThat(server.get(shop.path(""), shop.key()).status()).isIn(401, 404);
  }

  /** The actions of the log when these are among them. */
  private List<String> awaitActions(String... actions) {
    return await()
        .atMost(LONG)
        .until(
            () ->
                server
                    .get("/api/v1/audit?limit=100&action=projects", admin)
                    .expect(200)
                    .list("items")
                    .stream()
                    .map(entry -> String.valueOf(((Map<?, ?>) entry).get("action")))
                    .toList(),
            found -> found.containsAll(List.of(actions)));
  }

  private int rows(String table, ConnectProject project) throws Exception {
    String column = table.equals("project") ? "id" : "project_id";
    return Integer.parseInt(
        server
            .query(
                "select count(*) from identity.%s where %s = '%s'"
                    .formatted(table, column, id(project).value()))
            .getFirst());
  }

  @Test
  void a_project_that_is_being_deleted_does_not_exist_for_anybody_on_any_replica()
      throws Exception {
    ConnectProject shop = filled("ShopB");
    Answer staging =
        server
            .post(
                PROJECTS,
                admin,
                "{\"name\":\"Next\",\"team\":\"%s\",\"environment\":\"staging\",\"releasedFrom\":\"%s\"}"
                    .formatted(team, shop.id()))
            .expect(201);
    String member = TestMembers.add(server, organization, Role.MEMBER).toString();
    server.delete(shop.path("?confirm=ShopB"), member).expect(403, "core.access-denied");
    server.delete(shop.path("?confirm=ShopB"), shop.key()).expect(403, "core.access-denied");
    for (String wrong : List.of("", "?confirm=", "?confirm=shopb", "?confirm=" + shop.id())) {
      server.delete(shop.path(wrong), admin).expect(422, "identity.project-deletion-not-confirmed");
    }
    String stranger =
        TestMembers.add(server, OrganizationId.parse(foreign()).orElseThrow(), Role.ADMIN)
            .toString();
    server.delete(shop.path("?confirm=ShopB"), stranger).expect(404, "identity.project-not-found");
    String token = shop.token("ada");
    try (IdentityServer sibling = sibling()) {
      shop.on(sibling).me(token).expect(200);
      sibling.get(shop.path(""), shop.key()).expect(200);
      sibling.get(shop.path(""), admin).expect(200);
      Answer begun = delete(shop, "ShopB").expect(202);
      assertThat(begun.http().headers().firstValue("Location"))
          .hasValue(DELETIONS + "/" + begun.text("id"));
      refusesEverything(server, shop, token);
      await().atMost(SOON).untilAsserted(() -> refusesEverything(sibling, shop, token));
      assertThat(sibling.get(DELETIONS + "/" + begun.text("id"), admin).text("state"))
          .isEqualTo("waiting");
      assertThat(server.get(DELETIONS + "?limit=1", admin).expect(200).list("items").getFirst())
          .isEqualTo(begun.json());
      server.get(DELETIONS, member).expect(403);
      server
          .get(DELETIONS + "/" + begun.text("id"), stranger)
          .expect(404, "identity.deletion-not-found");
      assertThat(server.get(PROJECTS + "?name=ShopB", admin).list("items")).isEmpty();
      assertThat(server.get(PROJECTS + "/" + staging.text("id"), admin).at("releasedFrom"))
          .isNull();
      server
          .post(PROJECTS, admin, "{\"name\":\"ShopB\",\"team\":\"%s\"}".formatted(team))
          .expect(201); // the name is free again
      waitsForTheDeletion();
      awaitDone(sibling, begun);
    }
    server.get(shop.path(""), admin).expect(404, "identity.project-not-found");
    shop.me(token).expect(404, "identity.project-not-found");
  }

  private static void refusesEverything(IdentityServer at, ConnectProject shop, String token) {
    at.get(shop.path(""), shop.key()).expect(404, "identity.project-not-found");
    at.get("/api/v1/me", shop.key()).expect(404, "identity.project-not-found");
    shop.on(at).me(token).expect(404, "identity.project-not-found");
  }

  private String foreign() throws Exception {
    ConnectProject.foreign(server);
    return new OrganizationId(
            java.util.UUID.fromString(
                server
                    .query("select id from identity.organization where name = 'Other'")
                    .getFirst()))
        .toString();
  }

  @Test
  void a_deletion_goes_on_elsewhere_when_its_replica_dies_and_failures_are_said() throws Exception {
    ConnectProject shop = filled("ShopC");
    PlantedProjectData here = server.bean(PlantedProjectData.class);
    here.plant(id(shop), 4);
    here.calls.set(0);
    here.failing.set(1);
    here.busy.set(1);
    Answer begun = delete(shop, "ShopC").expect(202);
    String path = DELETIONS + "/" + begun.text("id");
    waitsForTheDeletion();
    await().atMost(LONG).until(() -> server.get(path, admin).at("failure") != null);
    assertThat(server.get(path, admin).text("failure")).doesNotContain("planted failure");
    CountDownLatch latch = new CountDownLatch(1);
    here.held.set(latch);
    server.bean(TestClock.class).forward(Duration.ofSeconds(31));
    await().atMost(LONG).until(() -> here.calls.get() == 2); // busy: it comes back in a second
    server.bean(TestClock.class).forward(Duration.ofSeconds(2));
    await().atMost(LONG).until(() -> here.calls.get() == 3); // and hangs
    Answer running = server.get(path, admin).expect(200);
    assertThat(running.text("state")).isEqualTo("running");
    assertThat(running.text("part")).isEqualTo("planted");
    try (IdentityServer sibling = sibling()) {
      sibling.bean(TestClock.class).forward(Duration.ofMinutes(1));
      Answer done = awaitDone(sibling, begun);
      assertThat(sibling.bean(PlantedProjectData.class).calls.get()).isPositive();
      here.held.set(null);
      latch.countDown(); // the one that was thought dead comes back, and changes nothing
      await().atMost(LONG).until(() -> here.calls.get() == 3);
      assertThat(server.get(path, admin).at("deleted")).isEqualTo(done.at("deleted"));
    }
    assertThat(here.left(id(shop))) // blobs are each server's own in these tests
        .noneMatch(key -> key.startsWith("of-project:"));
    assertThat(server.query("select count(*) from identity.project where deleting"))
        .containsExactly("0");
  }

  @Test
  void an_archived_project_is_only_looked_at_until_it_is_restored() throws Exception {
    ConnectProject shop = filled("ShopD");
    String member = TestMembers.add(server, organization, Role.MEMBER).toString();
    String token = shop.token("ada");
    server.post(shop.path("/archive"), member, "{}").expect(403, "core.access-denied");
    try (IdentityServer sibling = sibling()) {
      shop.on(sibling).me(token).expect(200);
      sibling.get(shop.path(""), shop.key()).expect(200);
      Answer archived = server.post(shop.path("/archive"), admin, "{}").expect(200);
      assertThat(archived.text("archivedAt")).isNotBlank();
      assertThat(server.post(shop.path("/archive"), admin, "{}").expect(200).json())
          .isEqualTo(archived.json());
      isArchived(server, shop, token, member);
      await().atMost(SOON).untilAsserted(() -> isArchived(sibling, shop, token, member));
      assertThat(names("?archived=true")).containsExactly("ShopD");
      assertThat(names("?archived=false")).contains("Main").doesNotContain("ShopD");
      Answer restored = server.post(shop.path("/restore"), admin, "{}").expect(200);
      assertThat(restored.at("archivedAt")).isNull();
      server.post(shop.path("/restore"), admin, "{}").expect(200);
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                sibling.get(shop.path(""), shop.key()).expect(200);
                shop.on(sibling).me(token).expect(200);
              });
    }
    shop.me(token).expect(200);
    server.patch(shop.path(""), member, "{\"description\":\"back\"}").expect(200);
    assertThat(awaitActions("projects.archived", "projects.restored"))
        .containsOnlyOnce("projects.archived", "projects.restored");
    server.post(shop.path("/archive"), admin, "{}").expect(200);
    Answer begun = delete(shop, "ShopD").expect(202); // what is archived can be deleted
    waitsForTheDeletion();
    awaitDone(server, begun);
  }

  private static void isArchived(
      IdentityServer at, ConnectProject shop, String token, String member) {
    String code = "identity.project-archived";
    at.get(shop.path(""), shop.key()).expect(403, code);
    at.get("/api/v1/me", shop.key()).expect(403, code);
    shop.on(at).me(token).expect(403, code);
    at.get(shop.path("/connected-users"), member).expect(200);
    at.patch(shop.path(""), member, "{\"description\":\"x\"}").expect(409, code);
    at.post(shop.path("/signing-keys"), member, "{}").expect(409, code);
    at.put(shop.path("/secrets/A"), member, "{}").expect(403, "core.access-denied");
    at.delete(shop.path("/connected-users/x"), member).expect(409, code);
  }

  @Test
  void the_last_project_may_go_and_the_organization_goes_on() {
    List<Answer> begun = new ArrayList<>();
    for (Object item : server.get(PROJECTS, admin).expect(200).list("items")) {
      Map<?, ?> project = (Map<?, ?>) item;
      begun.add(
          server
              .delete(PROJECTS + "/" + project.get("id") + "?confirm=" + project.get("name"), admin)
              .expect(202));
    }
    assertThat(names("")).isEmpty();
    server.get("/api/v1/members", admin).expect(200);
    waitsForTheDeletion();
    begun.forEach(deletion -> awaitDone(server, deletion));
    server.post(PROJECTS, admin, "{\"name\":\"Main\",\"team\":\"%s\"}".formatted(team)).expect(201);
  }

  private static List<String> names(String query) {
    return server.get(PROJECTS + query, admin).expect(200).list("items").stream()
        .map(project -> String.valueOf(((Map<?, ?>) project).get("name")))
        .toList();
  }
}
