package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.redis.RedisStore;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.Role;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import dev.hawser.testing.CutProxy;
import dev.hawser.testing.TestServers;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who asks too often is told so, whoever it is and whichever replica it asks. */
class RateLimitIT {
  private static final String SETUP = "/api/v1/setup";

  private static IdentityServer start(Map<String, String> limits) {
    return start(TestServers.newRedis().uri(), limits);
  }

  private static IdentityServer start(String redis, Map<String, String> limits) {
    Map<String, String> settings = new HashMap<>();
    limits.forEach((name, value) -> settings.put("hawser." + name, value));
    return IdentityServer.start(redis, settings);
  }

  private static Answer setUp(IdentityServer server) {
    return server.setUp(server.openSetup()).expect(201);
  }

  private static List<Integer> statuses(IdentityServer server, @Nullable String key, int calls) {
    return IntStream.range(0, calls)
        .mapToObj(i -> server.get(key == null ? SETUP : "/api/v1/me", key).status())
        .toList();
  }

  private static String header(Answer answer, String name) {
    return answer.http().headers().firstValue(name).orElse("");
  }

  @Test
  void a_caller_hears_of_its_limits_and_then_that_they_are_used_up() {
    try (IdentityServer server = start(Map.of("limits.caller", "10", "limits.project", "600"))) {
      String key = setUp(server).text("apiKey", "key");
      Answer first = server.get("/api/v1/me", key).expect(200);
      assertThat(header(first, "RateLimit-Policy"))
          .isEqualTo("\"caller\";q=10;w=60, \"project\";q=600;w=60");
      assertThat(header(first, "RateLimit")).isEqualTo("\"caller\";r=9;t=6, \"project\";r=599;t=1");
      assertThat(statuses(server, key, 9)).containsOnly(200);

      Answer refused = server.get("/api/v1/me", key).expect(429, "core.rate-limited");
      assertThat(header(refused, "Retry-After")).matches("[1-6]");
      assertThat(header(refused, "Content-Type")).isEqualTo("application/problem+json");
      assertThat(header(refused, "RateLimit")).startsWith("\"caller\";r=0;t=60");
      assertThat(header(refused, "RateLimit-Policy")).contains("\"caller\";q=10;w=60");
      assertThat(header(refused, "Cache-Control")).isEqualTo("no-store");
      assertThat(refused.at("retryable")).isEqualTo(true);
      assertThat(refused.text("detail")).contains("\"caller\" of 10 requests in 60 s");

      server.get("/api/v1/me", WrongSecrets.like(key)).expect(401, "identity.key-invalid");
      server.get("/api/v1/vault", server.operatorToken()).expect(200);
      assertThat(statuses(server, null, 5)).as("nobody in particular").containsOnly(200);
    }
  }

  @Test
  void callers_of_a_project_share_its_limit_and_a_member_s_tokens_that_of_the_member()
      throws Exception {
    try (IdentityServer server = start(Map.of("limits.caller", "6", "limits.project", "8"))) {
      Answer made = setUp(server);
      String root = "/api/v1/projects/" + made.text("project", "id");
      String key = made.text("apiKey", "key");
      OrganizationId organization =
          OrganizationId.parse(made.text("organization", "id")).orElseThrow();
      String user = TestMembers.add(server, organization, Role.ADMIN).toString();
      String token =
          server.post("/api/v1/me/tokens", user, "{\"name\":\"x\"}").expect(201).text("token");

      for (int i = 0; i < 5; i++) {
        server.get(root + "/secrets", i % 2 == 0 ? token : user).expect(200);
      }
      Answer sixth = server.get("/api/v1/me", token).expect(429, "core.rate-limited");
      assertThat(sixth.text("detail")).contains("\"caller\"");
      assertThat(
              Stream.generate(() -> server.get(root + "/secrets", key).status()).limit(4).toList())
          .containsExactly(200, 200, 200, 429);
      Answer project = server.get(root + "/secrets", key).expect(429, "core.rate-limited");
      assertThat(project.text("detail")).contains("\"project\" of 8");
    }
  }

  @Test
  void signing_in_is_limited_by_address_and_a_forged_header_does_not_help() {
    try (IdentityServer server = start(Map.of("limits.sign-in", "5", "limits.anonymous", "7"))) {
      setUp(server);
      List<Integer> statuses =
          IntStream.range(0, 20)
              .mapToObj(
                  i ->
                      server
                          .send(
                              "POST",
                              "/api/v1/setup",
                              null,
                              "{}",
                              Map.of("X-Forwarded-For", "203.0.113." + i))
                          .status())
              .toList();
      assertThat(statuses.subList(0, 4)).doesNotContain(429);
      // One comes back every twelve seconds.
      assertThat(statuses.stream().filter(status -> status == 429).count()).isBetween(14L, 16L);
      Answer reading = server.get(SETUP, null).expect(200);
      assertThat(header(reading, "RateLimit")).startsWith("\"anonymous\";r=6;");
      assertThat(statuses(server, null, 10)).containsOnly(200, 429);
    }
  }

  @Test
  void a_connected_user_hears_of_its_limit_and_does_not_spend_that_of_others() {
    try (IdentityServer server = start(Map.of("limits.connected-user", "3"))) {
      ConnectProject project = ConnectProject.setUp(server);
      String ada = project.token("ada");
      assertThat(header(project.me(ada).expect(200), "RateLimit"))
          .isEqualTo("\"connected-user\";r=2;t=20");
      assertThat(Stream.generate(() -> project.me(project.token("ada")).status()).limit(3).toList())
          .containsExactly(200, 200, 429);
      project.me(project.token("bob")).expect(200);
      Answer key = server.get("/api/v1/me", project.key()).expect(200);
      assertThat(header(key, "RateLimit")).doesNotContain("connected-user");
    }
  }

  @Test
  void wrong_credentials_are_counted_by_address_and_what_is_in_use_goes_on() {
    try (IdentityServer server = start(Map.of("limits.wrong-credentials", "12"))) {
      ConnectProject project = ConnectProject.setUp(server);
      ConnectProject stranger = project.withKeyOf(TestTokens.pair(2_048));
      String ada = project.token("ada");
      server.get("/api/v1/me", project.key()).expect(200);
      project.me(ada).expect(200);
      String tried = WrongSecrets.like(project.key());
      AtomicInteger number = new AtomicInteger();

      // The same one again and again counts once, and what the text itself says does not count.
      String old = stranger.token("old");
      Map<String, Object> over = project.claims("late");
      over.put("exp", 1L);
      for (int i = 0; i < 20; i++) {
        server.get("/api/v1/me", tried).expect(401, "identity.key-invalid");
        stranger.me(old).expect(401, "identity.token-signature");
        over.put("jti", String.valueOf(i));
        project
            .me(TestTokens.sign(project.privateKey(), over))
            .expect(401, "identity.token-expired");
      }
      await()
          .untilAsserted(
              () -> {
                for (int i = 1; i < 9; i++) {
                  server.get("/api/v1/me", WrongSecrets.like(project.key(), i));
                  stranger.me(stranger.token("user" + number.incrementAndGet()));
                }
                Answer refused =
                    stranger
                        .me(stranger.token("eve"))
                        .expect(429, "identity.too-many-wrong-credentials");
                assertThat(header(refused, "Retry-After")).matches("\\d+");
              });
      server.get("/api/v1/me", project.key()).expect(200);
      project.me(ada).expect(200);
      server.bean(TestClock.class).forward(Duration.ofSeconds(30)); // memory asks again by now
      server.get("/api/v1/me", project.key()).expect(200);
      project.me(ada).expect(200);
      server.get(SETUP, WrongSecrets.like(project.key(), 9)).expect(200);
    }
  }

  @Test
  void behind_a_trusted_proxy_the_address_that_it_wrote_counts() {
    try (IdentityServer server =
        start(Map.of("limits.anonymous", "3", "http.trusted-proxies", "127.0.0.0/8,10.0.0.0/8"))) {
      for (int client = 1; client <= 5; client++) {
        String forged = "198.51.100." + client + ", ";
        for (int i = 0; i < 4; i++) {
          String forwarded = (i % 2 == 0 ? forged : "") + "203.0.113." + client + ", 10.0.0.7";
          server
              .send("GET", SETUP, null, null, Map.of("X-Forwarded-For", forwarded))
              .expect(i < 3 ? 200 : 429);
        }
      }
    }
  }

  @Test
  void two_replicas_count_together() {
    try (IdentityServer server = start(Map.of("limits.caller", "20"))) {
      String key = setUp(server).text("apiKey", "key");
      try (IdentityServer sibling = server.sibling()) {
        long allowed =
            IntStream.range(0, 40)
                .filter(i -> (i % 2 == 0 ? server : sibling).get("/api/v1/me", key).status() == 200)
                .count();
        // The bucket may get a token or two while this runs.
        assertThat(allowed).isBetween(19L, 23L);
      }
    }
  }

  @Test
  void without_redis_nothing_fails_and_the_limits_hold() throws Exception {
    try (CutProxy proxy = new CutProxy(TestServers.newRedis().uri());
        IdentityServer server = start(proxy.uri(), Map.of("limits.caller", "30"))) {
      String key = setUp(server).text("apiKey", "key");
      assertThat(statuses(server, key, 10)).containsOnly(200);
      proxy.cut();
      List<Integer> during = statuses(server, key, 60);
      assertThat(during).containsOnly(200, 429);
      assertThat(during.stream().filter(status -> status == 200).count()).isBetween(15L, 25L);
      proxy.mend();
      RedisStore redis = server.context().getBean(RedisStore.class, Qualifiers.byName("cache"));
      await()
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(redis.commands().ping()).isEqualTo("PONG"));
      Answer after = server.get(SETUP, null).expect(200);
      assertThat(header(after, "RateLimit")).startsWith("\"anonymous\";r=");
    }
  }

  @Test
  void limits_that_are_off_are_not_mentioned() {
    try (IdentityServer server = start(Map.of("limits.caller", "0", "limits.project", "0"))) {
      String key = setUp(server).text("apiKey", "key");
      Answer answer = server.get("/api/v1/me", key).expect(200);
      assertThat(header(answer, "RateLimit")).isEmpty();
      assertThat(header(answer, "RateLimit-Policy")).isEmpty();
    }
  }
}
