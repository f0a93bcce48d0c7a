package dev.hawser.identity.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.json.Json;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.ConnectedUser;
import dev.hawser.identity.ConnectedUserId;
import dev.hawser.identity.ConnectedUsers;
import dev.hawser.identity.Role;
import dev.hawser.identity.internal.connected.ConnectedTestAccess;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Users from the first token on: seen, listed, searched, changed, disabled. */
class ConnectedUserIT {
  private IdentityServer server;
  private ConnectProject project;

  @BeforeEach
  void start() {
    server = IdentityServer.start();
    project = ConnectProject.setUp(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_user_is_made_at_first_sight_once_however_many_see_it_at_once() throws Exception {
    try (IdentityServer sibling = server.sibling();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        IdentityServer replica = i % 2 == 0 ? server : sibling;
        String token = project.token("twin " + i % 4);
        calls.add(() -> project.on(replica).me(token).status());
      }
      for (Future<Integer> status : threads.invokeAll(calls)) {
        assertThat(status.get()).isEqualTo(200);
      }
    }
    assertThat(server.query("select external_id from identity.connected_user order by 1"))
        .containsExactly("twin 0", "twin 1", "twin 2", "twin 3");
  }

  @Test
  void a_project_has_no_more_users_than_it_may() throws Exception {
    server.execute("update identity.project set max_connected_users = 1");
    project.me(project.token("first")).expect(200);
    project.me(project.token("second")).expect(403, "identity.connected-user-limit");
    project.me(project.token("first")).expect(200);
    project.me(project.token("third")).expect(403, "identity.connected-user-limit");
    server.execute("update identity.project set max_connected_users = 2");
    await().until(() -> project.me(project.token("second")).status() == 200);
    project.me(project.token("third")).expect(403, "identity.connected-user-limit");
  }

  @Test
  void user_ids_are_taken_as_they_are() throws Exception {
    for (String id : List.of("ada", "Ada", "a'd\"a%_\\", "ädä", "😀", " x ", "x".repeat(256))) {
      assertThat(project.me(project.token(id)).expect(200).text("userId")).isEqualTo(id);
    }
    assertThat(server.query("select count(*) from identity.connected_user")).containsExactly("7");
  }

  @Test
  void metadata_is_merged_shown_and_limited() throws Exception {
    String token = project.token("ada");
    Answer first =
        project
            .patchMe(
                token,
                "{\"meta\":{\"Name\":\"Ada L\",\"Email\":\"ada@x.example\",\"n\":{\"a\":[1,null]}}}")
            .expect(200);
    assertThat(first.text("meta", "Name")).isEqualTo("Ada L");
    project.patchMe(token, "{\"meta\":{\"Name\":\"Ada\",\"Email\":null,\"x\":true}}").expect(200);
    Answer me = project.me(token).expect(200);
    assertThat(new String(Json.write(me.at("meta")), UTF_8))
        .isEqualTo("{\"Name\":\"Ada\",\"n\":{\"a\":[1,null]},\"x\":true}");
    Answer shown =
        server.get(project.path("/connected-users/" + project.idOf("ada")), project.key());
    assertThat(shown.expect(200).at("metadata")).isEqualTo(me.at("meta"));
    assertThat(server.query("select name, email from identity.connected_user"))
        .containsExactly("Ada");

    String large = "x".repeat(65_536);
    String most = "x".repeat(65_536 - 60);
    project.patchMe(token, "{\"meta\":{\"l\":\"" + most + "\"}}").expect(200);
    for (String wrong :
        List.of(
            "{\"meta\":{\"l\":\"" + large + "\"}}",
            "{\"meta\":[]}",
            "{\"meta\":null}",
            "{}",
            "[]",
            "{",
            "{\"meta\":{\"a\":\"\\u0000\"}}",
            "{\"meta\":{\"a\":[\"\\ud800\"]}}",
            "{\"meta\":{\"\\ud800\":1}}")) {
      Answer refused = project.patchMe(token, wrong).expect(422, "core.body-invalid");
      assertThat(String.valueOf(refused.json())).contains("/meta");
    }
    project.patchMe(project.token("bob"), "{\"meta\":{\"Name\":7,\"Email\":\" \"}}").expect(200);
    project
        .patchMe(project.token("eve"), "{\"meta\":{\"Name\":\"" + "😀".repeat(300) + "\"}}")
        .expect(200);
    assertThat(
            server.query("select length(name) from identity.connected_user order by external_id"))
        .containsExactly("3", "null", "128");
  }

  @Test
  void changes_at_the_same_time_do_not_overwrite_each_other() throws Exception {
    String token = project.token("ada");
    project.me(token).expect(200);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        String body = "{\"meta\":{\"k" + i + "\":" + i + "}}";
        calls.add(() -> project.patchMe(token, body).status());
      }
      for (Future<Integer> status : threads.invokeAll(calls)) {
        assertThat(status.get()).isEqualTo(200);
      }
    }
    assertThat((Map<?, ?>) project.me(token).at("meta")).hasSize(20);
  }

  @Test
  void a_disabled_user_is_shut_out_at_once_here_and_within_two_seconds_elsewhere()
      throws Exception {
    String token = project.token("ada");
    try (IdentityServer sibling = server.sibling()) {
      project.me(token).expect(200);
      project.on(sibling).me(token).expect(200);
      String id = project.idOf("ada");
      project.patch(id, "{\"status\":\"disabled\"}").expect(200);
      project.me(token).expect(403, "identity.connected-user-disabled");
      project.me(project.token("ada")).expect(403, "identity.connected-user-disabled");
      project.patchMe(token, "{\"meta\":{}}").expect(403, "identity.connected-user-disabled");
      sibling.bean(TestClock.class).forward(Duration.ofSeconds(2));
      project.on(sibling).me(token).expect(403, "identity.connected-user-disabled");
      assertThat(profileIsActive(id)).isFalse();
      assertThat(project.patch(id, "{\"status\":\"active\"}").expect(200).text("status"))
          .isEqualTo("active");
      project.me(token).expect(200);
      assertThat(profileIsActive(id)).isTrue();
    }
  }

  @Test
  void the_last_activity_is_written_once_a_minute_at_most_and_nothing_else_is() throws Exception {
    String token = project.token("ada");
    String sql = "select last_active_at || ' ' || xmin::text from identity.connected_user";
    project.me(token).expect(200);
    ConnectedTestAccess.flushLastActive(server.context());
    List<String> first = server.query(sql);
    server.bean(TestClock.class).forward(Duration.ofSeconds(30));
    for (int i = 0; i < 5; i++) {
      project.me(token).expect(200);
      project.me(project.token("ada")).expect(200);
    }
    ConnectedTestAccess.flushLastActive(server.context());
    assertThat(server.query(sql)).isEqualTo(first);
    server.bean(TestClock.class).forward(Duration.ofSeconds(31));
    project.me(token).expect(200);
    ConnectedTestAccess.flushLastActive(server.context());
    assertThat(server.query(sql)).isNotEqualTo(first);
  }

  @Test
  void users_are_listed_by_activity_filtered_and_searched_in_pages() throws Exception {
    for (int i = 0; i < 7; i++) {
      String token = project.token("User-" + i);
      String name = i % 2 == 0 ? "Ada " + i : "user " + i;
      project
          .patchMe(
              token, "{\"meta\":{\"Name\":\"" + name + "\",\"Email\":\"a" + i + "@x.example\"}}")
          .expect(200);
      server.bean(TestClock.class).forward(Duration.ofSeconds(1));
    }
    assertThat(list(""))
        .containsExactly("User-6", "User-5", "User-4", "User-3", "User-2", "User-1", "User-0");
    assertThat(list("&search=USER"))
        .containsExactly("User-0", "User-1", "User-2", "User-3", "User-4", "User-5", "User-6");
    assertThat(list("&search=ada")).containsExactly("User-0", "User-2", "User-4", "User-6");
    assertThat(list("&search=a"))
        .containsExactly("User-0", "User-2", "User-4", "User-6", "User-1", "User-3", "User-5");
    assertThat(list("&search=a3%40")).containsExactly("User-3");
    assertThat(list("&search=%25")).isEmpty();
    assertThat(list("&search=ser")).isEmpty();
    for (String user : List.of("User-2", "User-5")) {
      project.patch(project.idOf(user), "{\"status\":\"disabled\"}").expect(200);
    }
    assertThat(list("&status=disabled")).containsExactly("User-5", "User-2");
    assertThat(list("&status=active")).doesNotContain("User-5", "User-2").hasSize(5);
    assertThat(list("&search=a&status=disabled")).containsExactly("User-2", "User-5");
    assertThat(list("&status=deleting")).isEmpty();

    String users = project.path("/connected-users");
    for (String wrong :
        List.of(
            "status=gone",
            "search=" + "x".repeat(257),
            "search=a%01",
            "limit=0",
            "limit=201",
            "cursor=bm9wZQ")) {
      assertThat(server.get(users + "?" + wrong, project.key()).status()).as(wrong).isEqualTo(422);
    }
    String ofSearch = server.get(users + "?search=user&limit=1", project.key()).text("nextCursor");
    for (String other : List.of("", "&search=ada")) {
      server
          .get(users + "?cursor=" + ofSearch + other, project.key())
          .expect(422, "core.page-invalid");
    }
  }

  @Test
  void a_search_that_must_pass_over_much_ends_its_page_early_and_goes_on() throws Exception {
    ProjectId id = ProjectId.parse(project.id()).orElseThrow();
    server.execute(
        """
        insert into identity.connected_user (id, organization_id, project_id, external_id,
          external_id_key, name, name_key, status, created_at, last_active_at)
        select gen_random_uuid(), organization_id, id, 'u' || i, 'u' || i, 'u' || i, 'u' || i,
          case when i = 4999 then 'disabled' else 'active' end, now(), now()
        from identity.project, generate_series(1, 5000) i where id = '%s'
        """
            .formatted(id.value()));
    assertThat(list("&search=u")).hasSize(5_000).doesNotHaveDuplicates();
    assertThat(list("&search=u&status=disabled")).containsExactly("u4999");
  }

  @Test
  void what_is_foreign_malformed_or_unknown_does_not_exist() throws Exception {
    ConnectProject foreign = ConnectProject.foreign(server);
    foreign.me(foreign.token("ada")).expect(200);
    project.me(project.token("ada")).expect(200);
    String id = foreign.idOf("ada");
    for (String user : List.of(id, "cus_01h455vb4pex5vsknk084sn02q", "x")) {
      String path = project.path("/connected-users/" + user);
      server.get(path, project.key()).expect(404, "identity.connected-user-not-found");
      server.delete(path, project.key()).expect(404, "identity.connected-user-not-found");
      project.patch(user, "{}").expect(404, "identity.connected-user-not-found");
    }
    for (String below : List.of("", "/" + id)) {
      server
          .get(foreign.path("/connected-users" + below), project.key())
          .expect(404, "identity.project-not-found");
    }
    assertThat(list("")).containsExactly("ada");
    ProjectId ours = ProjectId.parse(project.id()).orElseThrow();
    ConnectedUsers users = server.bean(ConnectedUsers.class);
    assertThat(users.find(ours, ConnectedUserId.parse(id).orElseThrow())).isEmpty();
    ConnectedUser mine = users.findByUserId(ours, "ada").orElseThrow().user();
    assertThat(mine.id().toString()).isEqualTo(project.idOf("ada"));
    assertThat(mine.toString()).doesNotContain("ada");
  }

  @Test
  void wrong_changes_are_explained() throws Exception {
    project.me(project.token("ada")).expect(200);
    String id = project.idOf("ada");
    for (String wrong :
        List.of(
            "{\"status\":\"deleting\"}",
            "{\"status\":7}",
            "{\"metadata\":[]}",
            "{\"name\":\"x\"}")) {
      project.patch(id, wrong).expect(422, "core.body-invalid");
    }
    project.patch(id, "[]").expect(422, "core.body-malformed");
    project.patch(id, "{\"metadata\":{\"plan\":\"pro\"}}").expect(200);
    assertThat(project.me(project.token("ada")).at("meta")).isEqualTo(Map.of("plan", "pro"));
  }

  @Test
  void support_manages_users_and_viewers_do_not_see_them() throws Exception {
    project.me(project.token("ada")).expect(200);
    OrganizationId organization =
        new OrganizationId(
            UUID.fromString(
                server.query("select organization_id from identity.app_user").getFirst()));
    String support = TestMembers.add(server, organization, Role.SUPPORT).toString();
    String viewer = TestMembers.add(server, organization, Role.VIEWER).toString();
    String users = project.path("/connected-users");
    server.get(users, null).expect(401, "core.unauthenticated");
    server.get(users, support).expect(200);
    server.get(users, viewer).expect(403, "core.access-denied");
    String one = users + "/" + project.idOf("ada");
    server.send("PATCH", one, viewer, "{}", Map.of()).expect(403);
    server.delete(one, viewer).expect(403);
    server.send("PATCH", one, support, "{}", Map.of()).expect(200);
    server.get(project.mePath(), support).expect(403, "core.access-denied");
  }

  @Test
  void when_the_database_is_down_nobody_is_believed_longer_than_two_seconds() throws Exception {
    String token = project.token("ada");
    project.me(token).expect(200);
    try (Outage _ = new Outage(server.database())) {
      server.bean(TestClock.class).forward(Duration.ofSeconds(3));
      project.me(token).expect(503, "core.database-unavailable");
    }
    await().atMost(Duration.ofSeconds(20)).until(() -> project.me(token).status() == 200);
  }

  private boolean profileIsActive(String id) {
    return server
        .bean(ConnectedUsers.class)
        .find(ProjectId.parse(project.id()).orElseThrow(), ConnectedUserId.parse(id).orElseThrow())
        .orElseThrow()
        .active();
  }

  /** All user ids of a list, read in pages of a few. */
  private List<String> list(String query) {
    List<String> all = new ArrayList<>();
    String cursor = "";
    while (cursor != null) {
      String limit = query.contains("search=u") ? "200" : "2";
      Answer page =
          server
              .get(
                  project.path("/connected-users?limit=" + limit + query)
                      + (cursor.isEmpty() ? "" : "&cursor=" + cursor),
                  project.key())
              .expect(200);
      page.list("items").forEach(item -> all.add((String) ((Map<?, ?>) item).get("userId")));
      cursor = (String) page.at("nextCursor");
    }
    return all;
  }
}
