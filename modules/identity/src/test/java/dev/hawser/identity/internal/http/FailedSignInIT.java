package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.identity.internal.factor.TotpTestAccess;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who tries to get into an account is seen in the audit log, which no attack can flood. */
class FailedSignInIT {
  private static final String ADA = "ada@acme.example";
  private static final String WRONG = "wrong-password-1";
  private static final String FAILED = "?action=sign-ins";
  private static final String FACTOR = "/api/v1/me/second-factor";

  private final AuditLogs logs;
  private final IdentityServer server;
  private final TestClock clock;

  FailedSignInIT() throws Exception {
    logs = new AuditLogs();
    server = logs.server;
    clock = server.bean(TestClock.class);
  }

  @AfterEach
  void stop() {
    logs.close();
  }

  private Answer guess(IdentityServer replica, String email) {
    return new Browser(replica).signIn(email, WRONG);
  }

  private void awaitActions(Object... newestFirst) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(logs.each(FAILED, "action")).containsExactly(newestFirst));
  }

  @Test
  void the_first_failure_and_the_lock_are_told_with_their_counts_and_then_not_for_ten_minutes()
      throws Exception {
    String user = Browser.ofAda(server).get(Browser.SESSION).text("user", "id");
    guess(server, "nobody@acme.example").expect(401);
    guess(server, ADA).expect(401);
    awaitActions("sign-ins.failed");
    assertThat(logs.each(FAILED, "details"))
        .containsExactly(
            Map.of("method", "password", "reason", "identity.credentials-wrong", "failures", 1L));
    assertThat(logs.each(FAILED, "actor")).containsExactly("unknown");
    assertThat(logs.each(FAILED, "targetId")).containsExactly(user);
    assertThat(logs.each(FAILED, "address")).containsExactly("127.0.0.1");

    // Were the database asked again, there would be another entry.
    server.execute("delete from identity.sign_in_report");
    Answer answer = guess(server, ADA);
    while (answer.status() == 401) {
      answer = guess(server, ADA);
    }
    answer.expect(429, "identity.too-many-failures");
    awaitActions("sign-ins.locked", "sign-ins.failed");
    Map<?, ?> locked = (Map<?, ?>) logs.each(FAILED, "details").getFirst();
    assertThat((Long) locked.get("failures")).isGreaterThanOrEqualTo(5);
    assertThat(String.valueOf(locked.get("until"))).matches("20..-.*Z");

    clock.forward(Duration.ofMinutes(11));
    guess(server, ADA).expect(401);
    awaitActions("sign-ins.failed", "sign-ins.locked", "sign-ins.failed");
    assertThat((Long) ((Map<?, ?>) logs.each(FAILED, "details").getFirst()).get("failures"))
        .isGreaterThanOrEqualTo(6);
    assertThat(server.everythingStored()).doesNotContain(WRONG).doesNotContain("nobody@");
  }

  @Test
  void many_at_once_on_two_replicas_leave_one_entry() throws Exception {
    try (IdentityServer sibling = server.sibling()) {
      List<Callable<Answer>> requests = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        IdentityServer replica = i % 2 == 0 ? server : sibling;
        requests.add(() -> guess(replica, ADA));
      }
      assertThat(Together.send(requests)).isSubsetOf(401, 429).contains(401);
      clock.forward(Duration.ofMinutes(16));
      guess(server, ADA).expect(401);
    }
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(logs.each(FAILED + ".failed", "action"))
                    .as("one before and one after the ten minutes")
                    .hasSizeGreaterThanOrEqualTo(2));
    logs.awaitDelivery();
    assertThat(logs.each(FAILED + ".failed", "action")).hasSize(2);
    assertThat(logs.each(FAILED + ".locked", "action")).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void a_wrong_code_behind_the_right_password_is_told_and_a_missing_one_is_none() {
    Browser ada = Browser.ofAda(server);
    String password = "{\"password\":\"" + IdentityServer.PASSWORD + "\"}";
    String secret = ada.post(FACTOR, password).expect(200).text("secret");
    String code = TotpTestAccess.code(secret, clock.instant());
    ada.post(FACTOR + "/confirm", "{\"code\":\"" + code + "\"}").expect(200);
    new Browser(server)
        .signIn(ADA, IdentityServer.PASSWORD)
        .expect(401, "identity.second-factor-needed");
    new Browser(server)
        .signIn(ADA, IdentityServer.PASSWORD, "000000")
        .expect(401, "identity.second-factor-wrong");
    awaitActions("sign-ins.failed");
    assertThat(((Map<?, ?>) logs.each(FAILED, "details").getFirst()).get("reason"))
        .isEqualTo("identity.second-factor-wrong");
  }

  @Test
  void guessing_in_an_open_browser_is_told_too() {
    Browser ada = Browser.ofAda(server);
    ada.post(FACTOR, "{\"password\":\"" + WRONG + "\"}").expect(422, "identity.password-wrong");
    awaitActions("sign-ins.failed");
    assertThat(((Map<?, ?>) logs.each(FAILED, "details").getFirst()).get("reason"))
        .isEqualTo("identity.password-wrong");
  }
}
