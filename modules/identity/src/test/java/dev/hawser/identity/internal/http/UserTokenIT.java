package dev.hawser.identity.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.json.Json;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.core.time.SystemTime;
import dev.hawser.identity.UserTokens;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which tokens hold, and what is said of the others. */
class UserTokenIT {
  private static IdentityServer server;
  private static ConnectProject project;
  private static ConnectProject foreign;

  @BeforeAll
  static void start() throws Exception {
    server = IdentityServer.start();
    project = ConnectProject.setUp(server);
    foreign = ConnectProject.foreign(server);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void a_signed_token_says_who_the_user_is() {
    String token = project.token("ada");
    assertThat(project.me(token).expect(200).json())
        .isEqualTo(
            Map.of(
                "authenticated",
                true,
                "userId",
                "ada",
                "meta",
                Map.of(),
                "integrations",
                Map.of()));
    assertThat(project.me(token).expect(200).text("userId")).isEqualTo("ada");
  }

  /** What to change in good claims (null removes), and the code of the answer. */
  static Stream<List<?>> wrongClaims() {
    long now = SystemTime.SOURCE.instant().getEpochSecond();
    return Stream.of(
        List.of("exp", now - 61, "identity.token-expired"),
        List.of("nbf", now + 90, "identity.token-not-yet-valid"),
        List.of("iat", now + 90, "identity.token-issued-in-future"),
        List.of("iat", now * 1_000, "identity.token-claims"),
        List.of("exp", "tomorrow", "identity.token-claims"),
        List.of("exp", 1e300, "identity.token-claims"),
        List.of("exp", -1L, "identity.token-claims"),
        List.of("iat", true, "identity.token-claims"),
        List.of("sub", "", "identity.token-claims"),
        List.of("sub", " ", "identity.token-claims"),
        List.of("sub", 7L, "identity.token-claims"),
        List.of("sub", "a\u0000b", "identity.token-claims"),
        List.of("sub", "a\nb", "identity.token-claims"),
        List.of("sub", "x".repeat(257), "identity.token-claims"),
        List.of("iss", 7L, "identity.token-claims"),
        List.of("aud", List.of(7L), "identity.token-claims"));
  }

  @ParameterizedTest
  @MethodSource("wrongClaims")
  void a_claim_that_is_wrong_is_named(List<?> change) {
    Map<String, Object> claims = project.claims("ada");
    claims.put((String) change.getFirst(), change.get(1));
    var answer = refused(TestTokens.sign(project.privateKey(), claims), (String) change.getLast());
    boolean expired = change.getLast().equals("identity.token-expired");
    assertThat(answer.text("detail")).contains(expired ? "expired" : (String) change.getFirst());
  }

  @Test
  void the_claims_that_are_needed_are_named_when_they_are_missing() {
    for (String name : List.of("sub", "iat", "exp")) {
      Map<String, Object> claims = project.claims("ada");
      claims.remove(name);
      assertThat(
              refused(TestTokens.sign(project.privateKey(), claims), "identity.token-claims")
                  .text("detail"))
          .contains(name + " is missing");
    }
  }

  @Test
  void clocks_may_be_a_minute_apart() {
    long now = server.bean(TestClock.class).instant().getEpochSecond();
    for (Map<String, Object> change :
        List.<Map<String, Object>>of(
            Map.of("exp", now - 50), Map.of("nbf", now + 50), Map.of("iat", now + 50))) {
      Map<String, Object> claims = project.claims("tolerated");
      claims.putAll(change);
      project.me(TestTokens.sign(project.privateKey(), claims)).expect(200);
    }
  }

  @Test
  void a_token_that_was_good_expires_also_when_it_is_remembered() {
    Map<String, Object> claims = project.claims("brief");
    claims.put("exp", (Long) claims.get("iat") + 1.5);
    String token = TestTokens.sign(project.privateKey(), claims);
    try (IdentityServer later = server.sibling()) {
      ConnectProject there = project.on(later);
      there.me(token).expect(200);
      there.me(token).expect(200);
      later.bean(TestClock.class).forward(Duration.ofSeconds(63));
      there.me(token).expect(401, "identity.token-expired");
    }
  }

  @Test
  void only_rs256_is_taken_whatever_the_header_says() throws GeneralSecurityException {
    String claims = json(project.claims("ada"));
    for (String algorithm :
        List.of("none", "None", "NONE", "HS256", "RS384", "PS256", "rs256", "")) {
      String header = "{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}";
      refused(TestTokens.sign(project.privateKey(), header, claims), "identity.token-algorithm");
      refused(
          TestTokens.part(header) + "." + TestTokens.part(claims) + ".",
          "identity.token-algorithm");
    }
    refused(TestTokens.sign(project.privateKey(), "{}", claims), "identity.token-algorithm");

    String publicKey = publicKey();
    for (byte[] secret : List.of(publicKey.getBytes(UTF_8), TestTokens.der(publicKey))) {
      String input = TestTokens.part("{\"alg\":\"HS256\"}") + "." + TestTokens.part(claims);
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      String signature =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(mac.doFinal(input.getBytes(UTF_8)));
      refused(input + "." + signature, "identity.token-algorithm");
      String lie = TestTokens.part(TestTokens.HEADER) + "." + TestTokens.part(claims);
      refused(lie + "." + signature, "identity.token-signature");
    }
  }

  @Test
  void a_token_of_another_key_or_project_is_refused() {
    KeyPair stranger = TestTokens.pair(2_048);
    refused(
        TestTokens.sign(stranger.getPrivate(), project.claims("ada")), "identity.token-signature");
    String elsewhere = foreign.token("ada");
    foreign.me(elsewhere).expect(200);
    refused(elsewhere, "identity.token-signature");
    String header = "{\"alg\":\"RS256\",\"kid\":\"" + project.signingKey() + "\"}";
    String claims = json(project.claims("ada"));
    refused(TestTokens.sign(stranger.getPrivate(), header, claims), "identity.token-signature");
    project.me(TestTokens.sign(project.privateKey(), header, claims)).expect(200);
    String embedded =
        "{\"alg\":\"RS256\",\"jku\":\"http://localhost:1/keys\",\"jwk\":{\"kty\":\"RSA\"}}";
    refused(
        TestTokens.sign(stranger.getPrivate(), embedded, claims),
        "identity.token-malformed",
        "identity.token-signature");
  }

  @Test
  void a_token_that_was_changed_is_refused() {
    String token = project.token("ada");
    project.me(token).expect(200);
    String[] parts = token.split("\\.");
    String admin = json(project.claims("admin"));
    refused(parts[0] + "." + TestTokens.part(admin) + "." + parts[2], "identity.token-signature");
    for (int i = 0; i < parts[2].length(); i += 31) {
      String other = parts[2].charAt(i) == 'A' ? "B" : "A";
      String changed = parts[2].substring(0, i) + other + parts[2].substring(i + 1);
      refused(
          parts[0] + "." + parts[1] + "." + changed,
          "identity.token-signature",
          "identity.token-malformed");
    }
    for (String changed :
        List.of(token + "A", token + "=", token + ".", token.substring(0, token.length() - 4))) {
      refused(changed, "identity.token-signature", "identity.token-malformed");
    }
    char last = token.charAt(token.length() - 1);
    for (char c :
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".toCharArray()) {
      if (c != last) { // also those that the unused bits of the last character make
        refused(
            token.substring(0, token.length() - 1) + c,
            "identity.token-signature",
            "identity.token-malformed");
      }
    }
  }

  @Test
  void what_can_be_read_in_two_ways_is_refused() {
    long now = server.bean(TestClock.class).instant().getEpochSecond();
    String times = ",\"iat\":" + now + ",\"exp\":" + (now + 60) + "}";
    for (String claims :
        List.of(
            "{\"sub\":\"ada\",\"sub\":\"admin\"" + times,
            "{\"sub\":\"ada\",\"x\":{\"a\":1,\"a\":2}" + times,
            "{\"sub\":\"ada\"" + times + "{}",
            "[]",
            "\"x\"",
            "")) {
      refused(
          TestTokens.sign(project.privateKey(), TestTokens.HEADER, claims),
          "identity.token-malformed");
    }
    String good = "{\"sub\":\"ada\"" + times;
    for (String header :
        List.of(
            "{\"alg\":\"RS256\",\"alg\":\"none\"}",
            "{\"alg\":\"RS256\",\"crit\":[\"b64\"],\"b64\":false}",
            "{\"alg\":\"RS256\",\"kid\":7}",
            "[]",
            "{")) {
      refused(TestTokens.sign(project.privateKey(), header, good), "identity.token-malformed");
    }
    for (String text : List.of("a", "a.b", "a.b.c", "a.b.c.d", "..", project.key())) {
      refused(text, "identity.token-malformed");
    }
  }

  @Test
  void a_token_that_is_too_long_is_refused_before_it_is_read() {
    Map<String, Object> claims = project.claims("ada");
    claims.put("filler", "x".repeat(4_300));
    String token = TestTokens.sign(project.privateKey(), claims);
    assertThat(token.length()).isBetween(6_145, 7_500);
    refused(token, "identity.token-too-large");
    ProjectId id = ProjectId.parse(project.id()).orElseThrow();
    assertThatThrownBy(() -> server.bean(UserTokens.class).verify(id, "x.".repeat(10_000_000)))
        .isInstanceOf(HawserException.Unauthenticated.class);
  }

  @Test
  void without_a_token_or_with_other_credentials_nobody_gets_in() throws Exception {
    project.me(null).expect(401, "identity.token-missing");
    project.me("Basic " + project.key()).expect(401, "identity.token-missing");
    project.me(project.key()).expect(401, "identity.token-malformed");
    project.me(server.operatorToken()).expect(401, "identity.token-malformed");
    String token = project.token("ada");
    server.get("/api/v1/me", token).expect(401, "identity.key-invalid");
    server.get(project.path("/connected-users"), token).expect(401, "identity.key-invalid");
  }

  @Test
  void projects_that_are_unknown_or_malformed_do_not_exist() {
    String token = project.token("ada");
    for (String other : List.of("prj_01h455vb4pex5vsknk084sn02q", "x", "%00")) {
      server.get("/projects/" + other + "/sdk/me", token).expect(404, "identity.project-not-found");
    }
  }

  @Test
  void pages_of_any_origin_may_call_and_only_with_a_token() {
    Map<String, String> question =
        Map.of(
            "Origin", "https://app.customer.example",
            "Access-Control-Request-Method", "PATCH",
            "Access-Control-Request-Headers", "authorization,content-type");
    var allowed = server.send("OPTIONS", project.mePath(), null, null, question).expect(204).http();
    assertThat(allowed.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
    assertThat(allowed.headers().firstValue("Access-Control-Allow-Headers"))
        .hasValue("authorization,content-type");
    assertThat(allowed.headers().firstValue("Access-Control-Allow-Methods").orElseThrow())
        .contains("PATCH");
    assertThat(allowed.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
    Map<String, String> origin = Map.of("Origin", "https://app.customer.example");
    for (String token : List.of(project.token("ada"), "nonsense")) {
      var answer = server.send("GET", project.mePath(), token, null, origin).http();
      assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
      assertThat(answer.headers().firstValue("Access-Control-Allow-Credentials")).isEmpty();
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
    }
    String management = project.path("/connected-users");
    assertThat(server.send("GET", management, project.key(), null, origin).http().headers().map())
        .doesNotContainKey("access-control-allow-origin");
    assertThat(server.send("OPTIONS", management, null, null, question).status()).isNotEqualTo(204);
    assertThat(server.send("OPTIONS", project.mePath(), null, null, Map.of()).status())
        .isIn(401, 404, 405);
  }

  private static IdentityServer.Answer refused(String token, String... codes) {
    var answer = project.me("Bearer " + token).expect(401);
    assertThat(codes).as(String.valueOf(answer.json())).contains(answer.text("code"));
    assertThat(answer.http().headers().firstValue("WWW-Authenticate")).isPresent();
    return answer;
  }

  private static String json(Map<String, Object> claims) {
    return new String(Json.write(claims), UTF_8);
  }

  private static String publicKey() {
    return (String)
        ((Map<?, ?>)
                server
                    .get(project.path("/signing-keys"), project.key())
                    .expect(200)
                    .list("items")
                    .getFirst())
            .get("publicKey");
  }
}
