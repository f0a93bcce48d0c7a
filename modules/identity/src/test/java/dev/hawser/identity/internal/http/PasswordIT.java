package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changing one's own password. */
class PasswordIT {
  private static final String PATH = "/api/v1/me/password";
  private static final String ADA = "ada@acme.example";
  private static final String NEXT = "plum-harbor-quiz";
  private IdentityServer server;
  private String key;

  @BeforeEach
  void start() {
    server = IdentityServer.start();
    key = server.setUp(server.openSetup()).expect(201).text("apiKey", "key");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String body(String current, String next) {
    return "{\"current\":\"%s\",\"new\":\"%s\"}".formatted(current, next);
  }

  @Test
  void the_new_password_counts_and_other_sessions_end() throws Exception {
    Browser other = Browser.ofAda(server);
    Browser ada = Browser.ofAda(server);
    try (CapturedLog log = new CapturedLog()) {
      ada.put(PATH, body(IdentityServer.PASSWORD, NEXT)).expect(204);
      assertThat(server.everythingStored() + log.text()).doesNotContain(NEXT);
    }
    ada.get(Browser.SESSION).expect(200);
    other.get(Browser.SESSION).expect(401, "identity.session-ended");
    new Browser(server).signIn(ADA, IdentityServer.PASSWORD).expect(401);
    new Browser(server).signIn(ADA, NEXT).expect(201);
  }

  @Test
  void personal_tokens_made_before_end_with_the_old_password() {
    Browser ada = Browser.ofAda(server);
    String tokens = "/api/v1/me/tokens";
    Answer made = ada.post(tokens, "{\"name\":\"x\"}").expect(201);
    server.get("/api/v1/me", made.text("token")).expect(200);
    ada.put(PATH, body(IdentityServer.PASSWORD, NEXT)).expect(204);
    server.get("/api/v1/me", made.text("token")).expect(401, "identity.token-invalid");
    String next = ada.post(tokens, "{\"name\":\"x\"}").expect(201).text("token");
    server.get("/api/v1/me", next).expect(200);
  }

  @Test
  void a_token_is_not_made_in_a_session_that_ends_meanwhile() throws Exception {
    Browser other = Browser.ofAda(server);
    Browser ada = Browser.ofAda(server);
    try (HeldLock lock = HeldLock.take(server, "select 1 from identity.app_user for update")) {
      Future<Answer> change = lock.holdUp(() -> ada.put(PATH, body(IdentityServer.PASSWORD, NEXT)));
      Future<Answer> token = lock.holdUp(() -> other.post("/api/v1/me/tokens", "{\"name\":\"x\"}"));
      lock.release();
      change.get().expect(204);
      token.get().expect(401, "identity.session-ended");
    }
    assertThat(server.query("select count(*) from identity.personal_token")).containsExactly("0");
  }

  @Test
  void a_wrong_or_a_bad_password_changes_nothing() {
    Browser ada = Browser.ofAda(server);
    Browser other = Browser.ofAda(server);
    Answer wrong = ada.put(PATH, body("not-the-password", NEXT));
    assertThat(pointers(wrong.expect(422, "identity.password-wrong"))).containsExactly("/current");
    Answer bad = ada.put(PATH, body(IdentityServer.PASSWORD, "password1234"));
    assertThat(pointers(bad.expect(422, "core.body-invalid"))).containsExactly("/new");
    Answer own = ada.put(PATH, body(IdentityServer.PASSWORD, "ada@acme.example"));
    assertThat(pointers(own.expect(422))).containsExactly("/new");
    assertThat(pointers(ada.put(PATH, "{}").expect(422)))
        .containsExactlyInAnyOrder("/current", "/new");
    other.get(Browser.SESSION).expect(200);
    Browser.ofAda(server);
  }

  private static List<String> pointers(Answer answer) {
    return answer.list("problems").stream()
        .map(problem -> String.valueOf(((Map<?, ?>) problem).get("pointer")))
        .toList();
  }

  @Test
  void only_a_person_changes_a_password() {
    server.put(PATH, null, body(IdentityServer.PASSWORD, NEXT)).expect(401);
    server
        .put(PATH, key, body(IdentityServer.PASSWORD, NEXT))
        .expect(403, "identity.session-needed");
    Browser.ofAda(server);
  }

  @Test
  void who_finds_an_open_browser_cannot_guess_in_it() {
    Browser ada = Browser.ofAda(server);
    TestClock clock = server.bean(TestClock.class);
    long wait = 0;
    while (wait < 20) {
      clock.forward(Duration.ofSeconds(wait));
      Answer answer = ada.put(PATH, body("not-the-password", NEXT));
      assertThat(answer.status()).isIn(422, 429);
      wait = answer.http().headers().firstValueAsLong("Retry-After").orElse(0);
    }
    ada.put(PATH, body(IdentityServer.PASSWORD, NEXT)).expect(429, "identity.too-many-failures");
    new Browser(server)
        .signIn(ADA, IdentityServer.PASSWORD)
        .expect(429, "identity.too-many-failures");
    clock.forward(Duration.ofSeconds(wait));
    ada.put(PATH, body(IdentityServer.PASSWORD, NEXT)).expect(204);
  }

  @Test
  void who_signs_in_with_the_old_password_while_it_is_changed_is_not_signed_in_afterwards()
      throws Exception {
    Browser ada = Browser.ofAda(server);
    CountDownLatch together = new CountDownLatch(1);
    List<Future<Browser>> others = new ArrayList<>();
    try (IdentityServer sibling = server.sibling();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 3; i++) {
        others.add(
            threads.submit(
                () -> {
                  together.await();
                  Browser browser = new Browser(sibling);
                  browser.signIn(ADA, IdentityServer.PASSWORD);
                  return browser.at(sibling);
                }));
      }
      together.countDown();
      ada.put(PATH, body(IdentityServer.PASSWORD, NEXT)).expect(204);
      for (Future<Browser> other : others) {
        Browser browser = other.get();
        await()
            .atMost(Duration.ofSeconds(3))
            .untilAsserted(() -> browser.get(Browser.SESSION).expect(401));
      }
    }
  }
}
