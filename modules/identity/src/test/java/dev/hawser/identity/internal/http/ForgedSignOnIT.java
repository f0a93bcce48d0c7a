package dev.hawser.identity.internal.http;

import static dev.hawser.identity.internal.http.SignOnOrganizations.SETTINGS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import dev.hawser.core.json.Json;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import dev.hawser.identity.internal.http.SignOnOrganizations.Tenant;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a provider, or somebody between, could say that must not sign anybody in. */
class ForgedSignOnIT {
  private static final String SECRET = "a secret that is long enough for an HMAC of 256 bits";
  private static final String INVALID = "/?sign-in-error=identity.single-sign-on-token-invalid";
  private static final String PROVIDER = "/?sign-in-error=identity.single-sign-on-provider-error";
  private static final String DOWN = "/?sign-in-error=identity.single-sign-on-provider-down";

  private static IdentityServer server;
  private ForgingProvider provider;
  private Tenant acme;
  private SignOnBrowser browser;

  @BeforeAll
  static void startServer() {
    server = IdentityServer.start(Map.of("hawser.public-url", SignOnBrowser.PUBLIC_URL));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void start() throws Exception {
    provider = new ForgingProvider();
    acme = SignOnOrganizations.make(server, "Forged");
    acme.put(settings()).expect(200);
    browser = new SignOnBrowser(server);
  }

  @AfterEach
  void stop() {
    provider.close();
  }

  private Map<String, Object> settings() {
    return SignOnOrganizations.settings(provider.issuer(), "hawser", SECRET);
  }

  private Instant now() {
    return server.bean(TestClock.class).instant();
  }

  /** A sign-in that has begun: what the provider got to see. */
  private Map<String, String> begin() {
    return SignOnBrowser.query(URI.create(browser.start(acme.wish()).expect(200).text("url")));
  }

  private String arrive(String state) {
    return arrive(state, "");
  }

  private String arrive(String state, String more) {
    return browser.arrive(
        URI.create(SignOnBrowser.CALLBACK + "?code=c0de-1234&state=" + state + more));
  }

  /** How a sign-in ends whose token has these changes; null takes a claim away. */
  private String endsWith(String claim, Object value) throws Exception {
    Map<String, String> asked = begin();
    Map<String, Object> claims =
        new HashMap<>(provider.claims("mallory", asked.get("nonce"), now()));
    claims.put(claim, value);
    claims.values().removeIf(Objects::isNull);
    provider.give(claims);
    return arrive(asked.get("state"));
  }

  @Test
  void what_is_asked_is_what_the_standards_say_and_a_good_token_signs_in() throws Exception {
    Map<String, String> asked = begin();
    assertThat(asked)
        .containsEntry("tenant", "a")
        .containsEntry("response_type", "code")
        .containsEntry("client_id", "hawser")
        .containsEntry("redirect_uri", SignOnBrowser.CALLBACK)
        .containsEntry("code_challenge_method", "S256")
        .containsKeys("nonce", "state", "code_challenge");
    provider.give(provider.claims("grace", asked.get("nonce"), now()));
    try (CapturedLog log = new CapturedLog()) {
      assertThat(arrive(asked.get("state"))).isEqualTo("/");
      assertThat(log.text()).doesNotContain("c0de-1234", SECRET, asked.get("state"), "at-1");
    }
    Map<String, String> form =
        SignOnBrowser.query(URI.create("http://form/?" + provider.forms.getLast()));
    assertThat(form)
        .containsEntry("grant_type", "authorization_code")
        .containsEntry("code", "c0de-1234")
        .containsEntry("client_id", "hawser")
        .containsEntry("client_secret", SECRET)
        .containsEntry("redirect_uri", SignOnBrowser.CALLBACK);
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(form.get("code_verifier").getBytes(UTF_8));
    assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(hash))
        .isEqualTo(asked.get("code_challenge"));
    assertThat(provider.authorizations).as("the ID token had everything").isEmpty();
    assertThat(
            server.query(
                "select count(*) from identity.single_sign_on_attempt where organization_id = '%s'"
                    .formatted(acme.id().value())))
        .containsExactly("0");
  }

  @Test
  void a_token_for_somebody_or_something_else_does_not_hold() throws Exception {
    assertThat(endsWith("nonce", "another")).isEqualTo(INVALID);
    assertThat(endsWith("nonce", null)).isEqualTo(INVALID);
    assertThat(endsWith("aud", "another-client")).isEqualTo(INVALID);
    assertThat(endsWith("aud", List.of("hawser", "another-client"))).isEqualTo(INVALID);
    assertThat(endsWith("aud", null)).isEqualTo(INVALID);
    assertThat(endsWith("azp", "another-client")).isEqualTo(INVALID);
    assertThat(endsWith("iss", "https://login.evil.example")).isEqualTo(INVALID);
    assertThat(endsWith("iss", provider.issuer() + "/")).isEqualTo(INVALID);
    assertThat(endsWith("sub", null)).isEqualTo(INVALID);
    assertThat(endsWith("sub", "s".repeat(256))).isEqualTo(INVALID);
    assertThat(browser.cookie("hawser_session")).isNull();
    assertThat(endsWith("azp", "hawser")).isEqualTo("/");
  }

  @Test
  void a_token_of_another_time_does_not_hold() throws Exception {
    long now = now().getEpochSecond();
    assertThat(endsWith("exp", now - 90)).isEqualTo(INVALID);
    assertThat(endsWith("exp", null)).isEqualTo(INVALID);
    assertThat(endsWith("exp", "tomorrow")).isEqualTo(INVALID);
    assertThat(endsWith("iat", now + 90)).isEqualTo(INVALID);
    assertThat(endsWith("iat", null)).isEqualTo(INVALID);
    assertThat(endsWith("nbf", now + 90)).isEqualTo(INVALID);
    assertThat(browser.cookie("hawser_session")).isNull();
    assertThat(endsWith("exp", now - 30)).as("within the tolerance").isEqualTo("/");
  }

  @Test
  void a_token_that_the_provider_has_not_signed_does_not_hold() throws Exception {
    Map<String, String> asked = begin();
    Map<String, Object> claims = provider.claims("mallory", asked.get("nonce"), now());
    String none =
        base64("{\"alg\":\"none\"}") + "." + base64(new String(Json.write(claims), UTF_8)) + ".";
    provider.give(none);
    assertThat(arrive(asked.get("state"))).isEqualTo(INVALID);

    for (byte[] shared :
        Arrays.asList(SECRET.getBytes(UTF_8), provider.key().toRSAPublicKey().getEncoded())) {
      asked = begin();
      claims = provider.claims("mallory", asked.get("nonce"), now());
      provider.give(
          ForgingProvider.signed(JWSAlgorithm.HS256, "first", claims, new MACSigner(shared)));
      assertThat(arrive(asked.get("state"))).isEqualTo(INVALID);
    }

    asked = begin();
    claims = provider.claims("mallory", asked.get("nonce"), now());
    provider.give(
        ForgingProvider.signed(
            JWSAlgorithm.RS256,
            "first",
            claims,
            new RSASSASigner(ForgingProvider.newKey("first"))));
    assertThat(arrive(asked.get("state"))).as("another key of the same name").isEqualTo(INVALID);

    asked = begin();
    claims = provider.claims("mallory", asked.get("nonce"), now());
    provider.give(
        ForgingProvider.signed(
            JWSAlgorithm.RS512, "first", claims, new RSASSASigner(provider.key())));
    assertThat(arrive(asked.get("state")))
        .as("an algorithm that the provider does not name")
        .isEqualTo(INVALID);

    for (String garbage : List.of("", "a.b.c", "a.b", "x".repeat(70_000))) {
      asked = begin();
      provider.give(garbage);
      assertThat(arrive(asked.get("state"))).isEqualTo(INVALID);
    }
    assertThat(browser.cookie("hawser_session")).isNull();
    assertThat(
            server.query(
                "select count(*) from identity.app_user where email = 'mallory@%s'"
                    .formatted(provider.domain)))
        .containsExactly("0");
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
  }

  @Test
  void new_keys_are_found_at_once_and_invented_ones_do_not_make_the_provider_busy()
      throws Exception {
    assertThat(endsWith("azp", "hawser")).isEqualTo("/");
    provider.rotate();
    server.bean(TestClock.class).forward(Duration.ofSeconds(31));
    assertThat(endsWith("azp", "hawser")).isEqualTo("/");
    int reads = provider.keySetReads.get();
    for (int i = 0; i < 5; i++) {
      Map<String, String> asked = begin();
      provider.give(
          ForgingProvider.signed(
              JWSAlgorithm.RS256,
              "invented-" + i,
              provider.claims("mallory", asked.get("nonce"), now()),
              new RSASSASigner(provider.key())));
      assertThat(arrive(asked.get("state"))).isEqualTo(INVALID);
    }
    assertThat(provider.keySetReads.get()).isEqualTo(reads);
  }

  @Test
  void an_answer_that_names_another_provider_is_not_taken() throws Exception {
    Map<String, String> asked = begin();
    provider.give(provider.claims("grace", asked.get("nonce"), now()));
    assertThat(arrive(asked.get("state"), "&iss=https%3A%2F%2Flogin.evil.example"))
        .isEqualTo(PROVIDER);
    assertThat(provider.forms).as("the code was not sent anywhere").isEmpty();
    asked = begin();
    provider.give(provider.claims("grace", asked.get("nonce"), now()));
    assertThat(arrive(asked.get("state"), "&iss=" + provider.issuer())).isEqualTo("/");
  }

  @Test
  void userinfo_gives_what_the_token_leaves_out_and_must_speak_of_the_same_person()
      throws Exception {
    Map<String, String> asked = begin();
    Map<String, Object> claims = provider.claims("grace", asked.get("nonce"), now());
    claims.keySet().removeAll(List.of("groups", "email", "email_verified"));
    provider.give(claims);
    provider.userInfo =
        Map.of("sub", "mallory", "email", "m@" + provider.domain, "email_verified", true);
    assertThat(arrive(asked.get("state"))).isEqualTo(PROVIDER);

    asked = begin();
    claims.put("nonce", asked.get("nonce"));
    provider.give(claims);
    provider.userInfo =
        Map.of(
            "sub", "grace",
            "email", "grace@" + provider.domain,
            "email_verified", "true",
            "groups", "Hawser Admins");
    assertThat(arrive(asked.get("state"))).isEqualTo("/");
    assertThat(provider.authorizations).contains("Bearer at-1");
    assertThat(browser.console().get(Browser.SESSION).text("role")).isEqualTo("admin");

    // That one address is verified says nothing of another one.
    asked = begin();
    claims = provider.claims("eve", asked.get("nonce"), now());
    claims.put("email", "grace@" + provider.domain);
    claims.remove("email_verified");
    provider.give(claims);
    provider.userInfo =
        Map.of("sub", "eve", "email", "eve@" + provider.domain, "email_verified", true);
    assertThat(arrive(asked.get("state")))
        .isEqualTo("/?sign-in-error=identity.single-sign-on-email-unverified");
  }

  @Test
  void a_provider_that_refuses_or_is_down_leads_to_an_error_and_lets_go_on_afterwards()
      throws Exception {
    Map<String, String> asked = begin();
    provider.tokenStatus = 400;
    provider.tokens = Map.of("error", "invalid_client", "error_description", "<script>");
    assertThat(arrive(asked.get("state"))).isEqualTo(PROVIDER);
    provider.tokenStatus = 200;
    provider.tokens = Map.of("access_token", "at-1");
    asked = begin();
    assertThat(arrive(asked.get("state"))).as("no ID token").isEqualTo(PROVIDER);

    asked = begin();
    provider.close();
    assertThat(arrive(asked.get("state"))).isEqualTo(DOWN);
    server.bean(TestClock.class).forward(Duration.ofHours(25));
    browser.start(acme.wish()).expect(503, "identity.single-sign-on-provider-down");
    Answer trial = server.post(SETTINGS + "/test", acme.admin().toString(), "").expect(200);
    assertThat(trial.at("works")).isEqualTo(false);
    acme.get(SETTINGS).expect(200);
    Map<String, Object> kept = new HashMap<>(settings());
    kept.remove("clientSecret");
    kept.put("jitUsers", false);
    acme.put(kept).expect(200); // what does not concern the provider can be changed without it
  }

  @Test
  void a_sign_in_ends_within_ten_minutes() throws Exception {
    Map<String, String> asked = begin();
    server.bean(TestClock.class).forward(Duration.ofMinutes(11));
    provider.give(provider.claims("grace", asked.get("nonce"), now()));
    assertThat(arrive(asked.get("state")))
        .isEqualTo("/?sign-in-error=identity.single-sign-on-expired");
  }

  @Test
  void a_provider_that_cannot_do_what_is_needed_is_not_taken() throws Exception {
    refused("code_challenge_methods_supported", List.of("plain"), "S256");
    refused("response_types_supported", List.of("id_token"), "code");
    refused("id_token_signing_alg_values_supported", List.of("HS256", "none"), "RS256");
    refused("token_endpoint_auth_methods_supported", List.of("private_key_jwt"), "basic");
    refused("token_endpoint", "http://login.acme.example/token", "token_endpoint");
    refused("authorization_endpoint", "javascript:alert(1)", "authorization_endpoint");
    refused("issuer", "https://login.evil.example", "login.evil.example");
    refused("jwks_uri", provider.issuer() + "/userinfo", "Key Set");
  }

  private void refused(String name, Object value, String told) {
    Object good = provider.description.put(name, value);
    Answer answer = acme.put(settings()).expect(422, "core.body-invalid");
    assertThat(String.valueOf(answer.json())).contains("/issuer").contains(told);
    if (good == null) {
      provider.description.remove(name);
    } else {
      provider.description.put(name, good);
    }
  }
}
