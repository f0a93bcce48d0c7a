package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.identity.Setup;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SetupIT {
  private IdentityServer server;

  @BeforeEach
  void start() {
    server = IdentityServer.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void the_first_administrator_is_made_once() throws Exception {
    assertThat(server.get("/api/v1/setup", null).at("needed")).isEqualTo(true);
    String token = server.openSetup();

    Answer made = server.setUp(token).expect(201);
    assertThat(made.text("organization", "id")).startsWith("org_");
    assertThat(made.text("team", "name")).isEqualTo("Core");
    assertThat(made.text("project", "id")).startsWith("prj_");
    assertThat(made.text("user", "email")).isEqualTo("ada@acme.example");
    Answer me = server.get("/api/v1/me", made.text("apiKey", "key")).expect(200);
    assertThat(me.at("organization")).isEqualTo(made.at("organization"));
    assertThat(me.at("project")).isEqualTo(made.at("project"));
    assertThat(me.at("subject")).isEqualTo(made.at("apiKey", "id"));
    assertThat(server.query("select role from identity.app_user")).containsExactly("admin");

    assertThat(server.get("/api/v1/setup", null).at("needed")).isEqualTo(false);
    server.setUp(token).expect(409, "identity.setup-done");
    assertThat(server.bean(Setup.class).open()).isEmpty();
    try (IdentityServer sibling = server.sibling()) {
      assertThat(sibling.bean(Setup.class).open()).isEmpty();
      sibling.setUp(token).expect(409, "identity.setup-done");
    }
  }

  @Test
  void only_the_newest_token_opens_the_setup() {
    server.setUp("0".repeat(52)).expect(401, "identity.setup-token-invalid");
    String old = server.openSetup();
    String current = server.openSetup();
    for (String wrong : List.of(old, "0".repeat(52), "x", current + "0")) {
      server.setUp(wrong).expect(401, "identity.setup-token-invalid");
    }
    server.setUp(current).expect(201);
  }

  @Test
  void of_eight_that_try_at_once_one_wins() throws Exception {
    String token = server.openSetup();
    List<Future<Answer>> answers = new ArrayList<>();
    CountDownLatch together = new CountDownLatch(1);
    try (IdentityServer sibling = server.sibling();
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 8; i++) {
        IdentityServer replica = i % 2 == 0 ? server : sibling;
        answers.add(
            executor.submit(
                () -> {
                  together.await();
                  return replica.setUp(token);
                }));
      }
      together.countDown();
      List<Integer> statuses = new ArrayList<>();
      for (Future<Answer> answer : answers) {
        statuses.add(answer.get().status());
      }
      assertThat(statuses).containsOnlyOnce(201).contains(409).isSubsetOf(201, 409);
    }
    for (String table : List.of("organization", "team", "project", "app_user", "api_key")) {
      assertThat(server.query("select count(*) from identity." + table))
          .as(table)
          .containsExactly("1");
    }
    assertThat(server.query("select count(*) from identity.setup_token")).containsExactly("0");
  }

  @Test
  void everything_that_is_wrong_is_said_at_once_and_nothing_is_made() throws Exception {
    String token = server.openSetup();
    Answer answer =
        server
            .post(
                "/api/v1/setup",
                null,
                """
                {"token":"%s","organization":" ","email":"nobody","password":"password1234",
                 "firstName":7,"admin":true}"""
                    .formatted(token))
            .expect(422, "core.body-invalid");
    List<Object> pointers = new ArrayList<>();
    for (Object problem : answer.list("problems")) {
      pointers.add(((Map<?, ?>) problem).get("pointer"));
    }
    assertThat(pointers)
        .containsExactlyInAnyOrder("/organization", "/email", "/password", "/firstName", "/admin");
    for (String body : List.of("", "[]", "{", "null")) {
      assertThat(server.post("/api/v1/setup", null, body).status()).as(body).isBetween(400, 422);
    }
    server
        .send("POST", "/api/v1/setup", null, "<a/>", Map.of("Content-Type", "application/xml"))
        .expect(415);
    assertThat(server.query("select count(*) from identity.organization")).containsExactly("0");
    server.setUp(token).expect(201);
  }

  @Test
  void a_key_is_not_needed_and_a_wrong_one_does_not_hurt() {
    assertThat(server.get("/api/v1/setup", "hwk_wrong").expect(200).at("needed")).isEqualTo(true);
  }

  @Test
  void secrets_are_neither_stored_nor_logged() throws Exception {
    try (CapturedLog log = new CapturedLog()) {
      String token = server.openSetup();
      server.setUp("0".repeat(51) + "1").expect(401);
      String key = server.setUp(token).expect(201).text("apiKey", "key");
      server.get("/api/v1/me", key).expect(200);
      server.get("/api/v1/me", WrongSecrets.like(key)).expect(401);

      String secret = key.substring(30);
      String stored = server.everythingStored();
      assertThat(stored).contains("$argon2id$").contains("Acme");
      for (String text : List.of(stored, log.text())) {
        assertThat(text)
            .doesNotContain(token)
            .doesNotContain(secret)
            .doesNotContain(key)
            .doesNotContain(IdentityServer.PASSWORD);
      }
    }
  }
}
