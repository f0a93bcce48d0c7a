package dev.hawser.identity.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.redis.RedisStore;
import dev.hawser.testing.TestRedis;
import dev.hawser.testing.TestServers;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to people who are signed in when a store is emptied or down. */
class SessionOutageIT {
  private static final String SESSION = Browser.SESSION;
  private final TestRedis redis = TestServers.newRedis();
  private RedisCut cut;
  private IdentityServer server;

  @BeforeEach
  void start() throws Exception {
    cut = new RedisCut(redis.uri());
    server = IdentityServer.start(cut.uri(), Map.of());
    server.setUp(server.openSetup()).expect(201);
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
    cut.close();
  }

  private String everythingInRedis() {
    StringBuilder all = new StringBuilder();
    for (RedisStore store : server.beans(RedisStore.class)) {
      for (String name : store.commands().keys("*")) {
        byte[] value = store.commands().dump(name);
        all.append(name).append('\n').append(value == null ? "" : new String(value, UTF_8));
      }
    }
    return all.toString();
  }

  @Test
  void people_stay_signed_in_when_redis_is_emptied() {
    Browser ada = Browser.ofAda(server);
    String id = ada.get(SESSION).expect(200).text("id");
    assertThat(everythingInRedis()).contains("hawser:cache:session:").doesNotContain(ada.token());
    redis.flush();
    server.bean(TestClock.class).forward(Duration.ofSeconds(2));
    assertThat(ada.get(SESSION).expect(200).text("id")).isEqualTo(id);
    try (IdentityServer fresh = server.sibling()) {
      redis.flush();
      assertThat(ada.at(fresh).get(SESSION).expect(200).text("id")).isEqualTo(id);
    }
  }

  @Test
  void people_stay_signed_in_sign_in_and_sign_out_without_redis() {
    Browser before = Browser.ofAda(server);
    before.get(SESSION).expect(200);
    cut.cut();
    server.bean(TestClock.class).forward(Duration.ofSeconds(2));
    before.get(SESSION).expect(200);
    Browser during = Browser.ofAda(server);
    during.get(SESSION).expect(200);
    during.delete(SESSION).expect(204);
    during.get(SESSION).expect(401, "identity.session-ended");
    before.delete("/api/v1/me/sessions").expect(200);
    before.get(SESSION).expect(200);
    new Browser(server).signIn("ada@acme.example", "wrong-password-1").expect(401);
  }

  @Test
  void a_session_that_ended_without_redis_does_not_come_back_with_it() throws Exception {
    try (IdentityServer other = siblingWithRedis()) {
      Browser ada = Browser.ofAda(other);
      ada.at(server).get(SESSION).expect(200);
      ada.get(SESSION).expect(200); // now it is in Redis
      cut.cut();
      ada.at(server).delete(SESSION).expect(204); // nobody can tell Redis
      await()
          .atMost(Duration.ofSeconds(3))
          .untilAsserted(() -> ada.get(SESSION).expect(401, "identity.session-ended"));
    }
  }

  private IdentityServer siblingWithRedis() {
    return server.siblingOn(redis.uri());
  }

  @Test
  void without_the_database_the_answer_is_not_that_somebody_is_signed_out() throws Exception {
    Browser ada = Browser.ofAda(server);
    ada.get("/api/v1/me/sessions").expect(200);
    try (Outage _ = new Outage(server.database())) {
      server.bean(TestClock.class).forward(Duration.ofSeconds(2));
      redis.flush();
      ada.get("/api/v1/me/sessions").expect(503);
      ada.get(SESSION).expect(503);
      ada.post("/api/v1/me/second-factor", "{}").expect(503);
      new Browser(server).signIn("ada@acme.example", IdentityServer.PASSWORD).expect(503);
    }
    await()
        .ignoreExceptions() // the pool meets what the outage has cut off
        .untilAsserted(() -> ada.get(SESSION).expect(200));
    assertThat(server.query("select failures from identity.sign_in_attempt")).doesNotContain("1");
  }

  @Test
  void whoever_is_removed_from_the_database_is_signed_out() throws Exception {
    Browser ada = Browser.ofAda(server);
    ada.get(SESSION).expect(200);
    server.execute("delete from identity.session");
    await()
        .atMost(Duration.ofSeconds(3))
        .untilAsserted(() -> ada.get(SESSION).expect(401, "identity.session-ended"));
  }
}
