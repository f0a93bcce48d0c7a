package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.postgres.AfterCommit;
import dev.hawser.identity.internal.factor.TotpTestAccess;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.transaction.TransactionOperations;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What people do with their own accounts, and the operator with them, is in the audit log too. */
class AccountAuditIT {
  private static final String ADA = "ada@acme.example";
  private static final String NEXT_PASSWORD = "another fine horse 7";

  private final AuditLogs logs;
  private final IdentityServer server;

  AccountAuditIT() throws Exception {
    logs = new AuditLogs();
    server = logs.server;
  }

  @AfterEach
  void stop() {
    logs.close();
  }

  @Test
  void signing_in_and_out_and_changes_of_the_account_are_in_the_log() throws Exception {
    Browser ada = Browser.ofAda(server);
    Browser other = Browser.ofAda(server);
    String user = ada.get(Browser.SESSION).expect(200).text("user", "id");
    ada.send("PATCH", "/api/v1/me/profile", "{\"firstName\":\"Augusta\"}").expect(200);
    ada.send("PATCH", "/api/v1/me/profile", "{}").expect(200);
    ada.delete("/api/v1/me/sessions/ses_01h455vb4pex5vsknk084sn02q").expect(404);
    ada.delete("/api/v1/me/sessions").expect(200);
    assertThat(ada.delete("/api/v1/me/sessions").expect(200).at("ended")).isEqualTo(0L);
    other.get(Browser.SESSION).expect(401);
    String token = ada.post("/api/v1/me/tokens", "{\"name\":\"x\"}").expect(201).text("id");
    ada.put(
            "/api/v1/me/password",
            "{\"current\":\"%s\",\"new\":\"%s\"}".formatted(IdentityServer.PASSWORD, NEXT_PASSWORD))
        .expect(204);
    ada.delete(Browser.SESSION).expect(204);
    logs.awaitDelivery();

    assertThat(logs.each("?actor=" + user, "action"))
        .startsWith(
            "sessions.ended",
            "tokens.revoked",
            "passwords.changed",
            "tokens.created",
            "sessions.ended",
            "users.renamed",
            "sessions.opened",
            "sessions.opened");
    assertThat(logs.each("?action=tokens.revoked", "targetId")).containsExactly(token);
    assertThat(logs.each("?action=tokens.revoked", "details"))
        .containsExactly(Map.of("because", "passwords.changed"));
    assertThat(logs.each("?action=sessions.opened", "details"))
        .containsOnly(Map.of("method", "password"));
    assertThat(logs.each("?action=sessions.opened", "address")).containsOnly("127.0.0.1");
    String log = String.join("\n", server.query("select t::text from identity.audit_entry t"));
    assertThat(log).doesNotContain(NEXT_PASSWORD).doesNotContain(ada.token());
  }

  @Test
  void what_the_operator_does_to_an_account_is_in_the_log_of_its_organization() throws Exception {
    Browser ada = Browser.ofAda(server);
    String user = ada.get(Browser.SESSION).expect(200).text("user", "id");
    String factor = "/api/v1/me/second-factor";
    String secret =
        ada.post(factor, "{\"password\":\"" + IdentityServer.PASSWORD + "\"}")
            .expect(200)
            .text("secret");
    TestClock clock = server.bean(TestClock.class);
    clock.forward(Duration.ofSeconds(30));
    String code = TotpTestAccess.code(secret, clock.instant());
    ada.post(factor + "/confirm", "{\"code\":\"" + code + "\"}").expect(200);
    String operator = server.operatorToken();
    String email = URLEncoder.encode(ADA, StandardCharsets.UTF_8);
    server.delete("/api/v1/admin/sessions?email=" + email, operator).expect(200);
    server.delete("/api/v1/admin/sessions?email=" + email, operator).expect(200);
    server.delete("/api/v1/admin/users/" + email + "/second-factor", operator).expect(204);
    server.delete("/api/v1/admin/users/" + email + "/second-factor", operator).expect(409);
    server
        .post("/api/v1/operator/administrators", operator, "{\"email\":\"" + ADA + "\"}")
        .expect(201);
    server
        .post("/api/v1/operator/password-resets", operator, "{\"email\":\"" + ADA + "\"}")
        .expect(201);
    logs.awaitDelivery();

    assertThat(logs.each("?actor=operator", "action"))
        .containsExactly(
            "passwords.reset-link-made",
            "members.administrator-made",
            "second-factors.removed",
            "sessions.ended");
    assertThat(logs.each("?actor=" + user + "&action=second-factors", "action"))
        .containsExactly("second-factors.set");
  }

  @Test
  void what_others_may_see_after_the_commit_waits_for_the_outermost_one() {
    AfterCommit afterCommit =
        server.context().getBean(AfterCommit.class, Qualifiers.byName("identity"));
    @SuppressWarnings("unchecked") // there is one kind of connection
    TransactionOperations<Connection> transactions =
        server.context().getBean(TransactionOperations.class, Qualifiers.byName("identity"));
    List<String> seen = new ArrayList<>();
    afterCommit.run(() -> seen.add("outside"));
    transactions.executeWrite(
        outer -> {
          transactions.executeWrite(
              inner -> {
                afterCommit.run(() -> seen.add("inner"));
                return inner;
              });
          afterCommit.run(() -> seen.add("outer"));
          return seen.add("before");
        });
    assertThat(seen).startsWith("outside", "before").contains("inner", "outer").hasSize(4);
    assertThatThrownBy(
            () ->
                transactions.executeWrite(
                    status -> {
                      afterCommit.run(() -> seen.add("never"));
                      throw new IllegalStateException("changed its mind");
                    }))
        .hasMessage("changed its mind");
    assertThat(seen).doesNotContain("never");
  }
}
