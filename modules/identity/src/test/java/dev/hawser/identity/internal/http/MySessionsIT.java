package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import dev.hawser.identity.internal.session.Client;
import dev.hawser.identity.internal.session.SessionTestAccess;
import dev.hawser.identity.internal.session.Sessions;
import dev.hawser.identity.internal.session.SignInMethod;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How long sessions live, and who ends them. */
class MySessionsIT {
  private static final String SESSION = Browser.SESSION;
  private static final String MINE = "/api/v1/me/sessions";
  private static final Duration SOON = Duration.ofSeconds(3);
  private static final Client CLIENT = new Client(InetAddress.ofLiteral("2001:db8::1"), null);
  private IdentityServer server;
  private String key;
  private UserId ada;

  @BeforeEach
  void start() {
    server = IdentityServer.start(Map.of("hawser.session.most-per-user", "4"));
    Answer made = server.setUp(server.openSetup()).expect(201);
    key = made.text("apiKey", "key");
    ada = UserId.parse(made.text("user", "id")).orElseThrow();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static List<String> ids(Answer answer) {
    return answer.list("items").stream()
        .map(item -> (String) ((Map<?, ?>) item).get("id"))
        .toList();
  }

  @Test
  void a_person_sees_where_they_are_signed_in_and_ends_it() {
    Browser first = new Browser(server).with("User-Agent", "Lynx/2.9 \u00e9\t" + "x".repeat(300));
    String firstId = first.signIn("ada@acme.example", IdentityServer.PASSWORD).text("id");
    Browser second = Browser.ofAda(server);
    Answer mine = second.get(MINE).expect(200);
    assertThat(ids(mine)).hasSize(2).endsWith(firstId);
    Map<?, ?> current = (Map<?, ?>) mine.list("items").getFirst();
    Map<?, ?> other = (Map<?, ?>) mine.list("items").getLast();
    assertThat(current.get("current")).isEqualTo(true);
    assertThat(other.get("current")).isEqualTo(false);
    assertThat(other.get("method")).isEqualTo("password");
    assertThat(other.get("address")).isIn("127.0.0.1", "0:0:0:0:0:0:0:1");
    assertThat((String) other.get("userAgent")).startsWith("Lynx/2.9 ").hasSize(256);
    assertThat((String) other.get("userAgent")).matches("[ -~]+");

    second.delete(MINE + "/" + firstId).expect(204);
    second.delete(MINE + "/" + firstId).expect(404, "identity.session-not-found");
    second.delete(MINE + "/nonsense").expect(404, "identity.session-not-found");
    first.get(SESSION).expect(401, "identity.session-ended");
    Browser third = Browser.ofAda(server);
    assertThat(third.delete(MINE).expect(200).at("ended")).isEqualTo(1L);
    second.get(SESSION).expect(401);
    assertThat(ids(third.get(MINE).expect(200))).hasSize(1);
  }

  @Test
  void only_a_person_has_sessions_and_only_their_own() throws Exception {
    for (String path : List.of(MINE, MINE + "/ses_01h455vb4pex5vsknk084sn02q")) {
      server.delete(path, null).expect(401);
      server.delete(path, key).expect(403, "identity.session-needed");
    }
    server.get(MINE, null).expect(401);
    server.get(MINE, key).expect(403, "identity.session-needed");
    Browser person = Browser.ofAda(server);
    String id = person.get(SESSION).text("id");
    String copy =
        "insert into identity.app_user select gen_random_uuid(), organization_id,"
            + " 'bob@acme.example', 'Bob', null, 'admin', password_hash, created_at"
            + " from identity.app_user";
    server.execute(copy);
    Browser bob = new Browser(server);
    bob.signIn("bob@acme.example", IdentityServer.PASSWORD).expect(201);
    bob.delete(MINE + "/" + id).expect(404, "identity.session-not-found");
    assertThat(ids(bob.get(MINE))).hasSize(1).doesNotContain(id);
    person.get(SESSION).expect(200);
  }

  @Test
  void an_idle_session_ends_and_a_busy_one_lives_until_the_absolute_limit() {
    Browser idle = Browser.ofAda(server);
    Browser busy = Browser.ofAda(server);
    TestClock clock = server.bean(TestClock.class);
    for (int day = 0; day < 29; day++) {
      for (int third = 0; third < 3; third++) {
        clock.forward(Duration.ofHours(8));
        busy.get(SESSION).expect(200);
      }
    }
    idle.get(SESSION).expect(401, "identity.session-ended");
    clock.forward(Duration.ofHours(8));
    busy.get(SESSION).expect(200);
    clock.forward(Duration.ofHours(8));
    busy.get(SESSION).expect(200);
    clock.forward(Duration.ofHours(8));
    busy.get(SESSION).expect(401, "identity.session-ended");
  }

  @Test
  void what_has_ended_is_swept_away() throws Exception {
    Browser.ofAda(server);
    new Browser(server).signIn("eve@acme.example", "wrong-password-1").expect(401);
    SessionTestAccess.sweep(server.context());
    assertThat(server.query("select count(*) from identity.session")).containsExactly("1");
    server.bean(TestClock.class).forward(Duration.ofHours(30));
    Browser current = Browser.ofAda(server);
    SessionTestAccess.sweep(server.context());
    assertThat(server.query("select count(*) from identity.session")).containsExactly("1");
    assertThat(server.query("select count(*) from identity.sign_in_attempt")).containsExactly("1");
    current.get(SESSION).expect(200);
  }

  @Test
  void of_too_many_sessions_the_oldest_end_also_when_they_begin_at_once() throws Exception {
    Browser oldest = Browser.ofAda(server);
    List<Future<Sessions.Opened>> all = new ArrayList<>();
    CountDownLatch together = new CountDownLatch(1);
    try (IdentityServer sibling = server.sibling();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 6; i++) {
        IdentityServer replica = i % 2 == 0 ? server : sibling;
        all.add(
            threads.submit(
                () -> {
                  together.await();
                  return replica
                      .bean(Sessions.class)
                      .open(ada, SignInMethod.SINGLE_SIGN_ON, CLIENT);
                }));
      }
      together.countDown();
      for (Future<Sessions.Opened> one : all) {
        one.get();
      }
      assertThat(server.query("select count(*) from identity.session")).containsExactly("4");
      await().atMost(SOON).untilAsserted(() -> oldest.get(SESSION).expect(401));
    }
  }

  @Test
  void others_open_and_end_sessions_without_a_password() throws Exception {
    Sessions sessions = server.bean(Sessions.class);
    Sessions.Opened opened = sessions.open(ada, SignInMethod.SINGLE_SIGN_ON, CLIENT);
    assertThat(opened.toString()).doesNotContain(opened.token().reveal());
    Browser browser =
        new Browser(server)
            .withCookie("hawser_session=" + opened.token().reveal())
            .withCsrf(opened.token().csrfToken());
    Map<?, ?> mine = (Map<?, ?>) browser.get(MINE).expect(200).list("items").getFirst();
    assertThat(mine.get("method")).isEqualTo("single-sign-on");
    assertThat(mine.get("address")).isEqualTo("2001:db8:0:0:0:0:0:1");
    assertThat(sessions.endAll(ada)).isEqualTo(1);
    browser.get(SESSION).expect(401, "identity.session-ended");
  }

  @Test
  void a_session_that_ends_during_a_call_ends_after_it() throws Exception {
    Browser browser = Browser.ofAda(server);
    List<Future<Integer>> answers = new ArrayList<>();
    CountDownLatch begun = new CountDownLatch(4);
    try (IdentityServer sibling = server.sibling();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        Browser mine = browser.at(i % 2 == 0 ? server : sibling);
        answers.add(
            threads.submit(
                () -> {
                  int good = 0;
                  begun.countDown();
                  while (mine.get(SESSION).status() == 200) {
                    good++;
                  }
                  return good;
                }));
      }
      begun.await();
      browser.delete(SESSION).expect(204);
      for (Future<Integer> answer : answers) {
        answer.get(20, TimeUnit.SECONDS);
      }
      for (IdentityServer replica : List.of(server, sibling)) {
        browser.at(replica).get(SESSION).expect(401, "identity.session-ended");
      }
    }
  }

  @Test
  void the_token_is_neither_stored_nor_logged() throws Exception {
    try (CapturedLog log = new CapturedLog()) {
      Browser browser = Browser.ofAda(server);
      browser.get(SESSION).expect(200);
      browser.withCsrf("x").delete(SESSION).expect(403);
      assertThat(server.everythingStored() + log.text())
          .doesNotContain(browser.token())
          .doesNotContain(IdentityServer.PASSWORD);
    }
  }
}
