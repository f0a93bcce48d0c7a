package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.identity.internal.factor.TotpTestAccess;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the operator does for people. */
class AdminIT {
  private static final String SESSIONS = "/api/v1/admin/sessions?email=Ada%40acme.example";
  private static final String FACTOR = "/api/v1/admin/users/ada%40acme.example/second-factor";
  private static IdentityServer server;
  private static String key;
  private static String operator;

  @BeforeAll
  static void start() {
    server = IdentityServer.start();
    key = server.setUp(server.openSetup()).expect(201).text("apiKey", "key");
    operator = server.operatorToken();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void the_operator_sees_and_ends_sessions() {
    Browser ada = Browser.ofAda(server);
    Answer listed = server.get(SESSIONS, operator).expect(200);
    Map<?, ?> first = (Map<?, ?>) listed.list("items").getFirst();
    assertThat(first.get("id")).isEqualTo(ada.get(Browser.SESSION).text("id"));
    assertThat(first.get("current")).isEqualTo(false);
    Answer ended = server.delete(SESSIONS, operator).expect(200);
    assertThat((Long) ended.at("ended")).isPositive();
    ada.get(Browser.SESSION).expect(401, "identity.session-ended");
    assertThat(server.delete(SESSIONS, operator).expect(200).at("ended")).isEqualTo(0L);
  }

  @Test
  void the_operator_removes_a_second_factor_that_was_lost() {
    Browser ada = Browser.ofAda(server);
    String password = "{\"password\":\"" + IdentityServer.PASSWORD + "\"}";
    String secret = ada.post("/api/v1/me/second-factor", password).expect(200).text("secret");
    String code = TotpTestAccess.code(secret, server.bean(TestClock.class).instant());
    ada.post("/api/v1/me/second-factor/confirm", "{\"code\":\"" + code + "\"}").expect(200);
    server.delete(FACTOR, operator).expect(204);
    ada.get(Browser.SESSION).expect(401, "identity.session-ended");
    Browser.ofAda(server);
    server.delete(FACTOR, operator).expect(409, "identity.second-factor-missing");
  }

  @Test
  void nobody_else_may() {
    Browser ada = Browser.ofAda(server);
    for (String path : List.of(SESSIONS, FACTOR)) {
      server.delete(path, null).expect(401);
      server.delete(path, key).expect(403, "core.access-denied");
      ada.delete(path).expect(403, "core.access-denied");
    }
    server.get(SESSIONS, null).expect(401);
    server.get(SESSIONS, key).expect(403, "core.access-denied");
    ada.get(SESSIONS).expect(403, "core.access-denied");
    ada.get(Browser.SESSION).expect(200);
  }

  @Test
  void what_is_no_account_is_said() {
    server.get("/api/v1/admin/sessions", operator).expect(400, "core.argument-missing");
    server.get("/api/v1/admin/sessions?email=x", operator).expect(422, "identity.email-invalid");
    server
        .get("/api/v1/admin/sessions?email=eve@acme.example", operator)
        .expect(404, "identity.account-not-found");
    server
        .delete("/api/v1/admin/users/eve@acme.example/second-factor", operator)
        .expect(404, "identity.account-not-found");
  }
}
