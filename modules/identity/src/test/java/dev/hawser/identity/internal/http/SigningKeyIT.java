package dev.hawser.identity.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.hawser.core.json.Json;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.Role;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.RSAKeyGenParameterSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Keys of our own, of customers, and of their issuers. */
class SigningKeyIT {
  private static final String ISSUER = "https://login.example.com/keys";
  private static final KeyPair ONE = TestTokens.pair(2_048);
  private static final KeyPair TWO = TestTokens.pair(2_048);
  private IdentityServer server;
  private ConnectProject project;

  @BeforeEach
  void start() {
    server = IdentityServer.start();
    project = ConnectProject.setUp(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_private_key_is_shown_once_and_is_nowhere() throws Exception {
    try (CapturedLog log = new CapturedLog()) {
      Answer made = create("\"type\":\"generated\"").expect(201);
      String pem = made.text("privateKey");
      assertThat(pem).startsWith("-----BEGIN PRIVATE KEY-----\n");
      String body = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
      Answer list = server.get(keys(), project.key()).expect(200);
      assertThat(String.valueOf(list.json()))
          .contains(made.text("key", "id"))
          .doesNotContain("PRIVATE", body.substring(300, 400));
      assertThat(server.everythingStored().replaceAll("\\s", ""))
          .doesNotContain("PRIVATE", body.substring(300, 400));
      assertThat(log.text()).doesNotContain("PRIVATE", body.substring(300, 400));
      project.me(TestTokens.sign(TestTokens.privateKey(pem), project.claims("ada"))).expect(200);
    }
  }

  @Test
  void several_keys_hold_at_once_and_one_can_be_revoked_while_it_is_used() {
    Answer made = create("\"type\":\"pem\",\"publicKey\":" + text(TestTokens.publicPem(ONE)));
    String id = made.expect(201).text("key", "id");
    String old = project.token("ada");
    String next = TestTokens.sign(ONE.getPrivate(), project.claims("ada"));
    try (IdentityServer sibling = server.sibling()) {
      for (String token : List.of(old, next)) {
        project.me(token).expect(200);
        project.on(sibling).me(token).expect(200);
      }
      server.delete(keys() + "/" + project.signingKey(), project.key()).expect(204);
      project.me(old).expect(401, "identity.token-signature");
      sibling.bean(TestClock.class).forward(Duration.ofSeconds(2));
      project.on(sibling).me(old).expect(401, "identity.token-signature");
      project.me(next).expect(200);
      project.on(sibling).me(next).expect(200);
    }
    server.delete(keys() + "/" + project.signingKey(), project.key()).expect(404);
    server.delete(keys() + "/" + id, project.key()).expect(204);
    project.me(next).expect(401, "identity.no-signing-keys");
  }

  @Test
  void a_key_may_ask_for_issuer_and_audience() {
    String key = "\"type\":\"pem\",\"publicKey\":" + text(TestTokens.publicPem(ONE));
    create(key + ",\"audience\":\"hawser/a\",\"issuer\":\"https://acme.example\"").expect(201);
    Map<String, Object> claims = project.claims("ada");
    project.me(TestTokens.sign(ONE.getPrivate(), claims)).expect(401, "identity.token-issuer");
    claims.put("iss", "https://acme.example");
    project.me(TestTokens.sign(ONE.getPrivate(), claims)).expect(401, "identity.token-audience");
    for (Object wrong : List.of("hawser", "hawser/ab", List.of(), List.of("x", "y"))) {
      claims.put("aud", wrong);
      project.me(TestTokens.sign(ONE.getPrivate(), claims)).expect(401, "identity.token-audience");
    }
    claims.put("aud", List.of("x", "hawser/a"));
    project.me(TestTokens.sign(ONE.getPrivate(), claims)).expect(200);
    claims.put("iss", "https://acme.example/");
    project.me(TestTokens.sign(ONE.getPrivate(), claims)).expect(401, "identity.token-issuer");
    create(key + ",\"audience\":\"hawser/b\"").expect(201); // the same key, for somebody else
    claims.put("aud", "hawser/b");
    project.me(TestTokens.sign(ONE.getPrivate(), claims)).expect(200);
  }

  @Test
  void keys_that_are_weak_private_or_no_keys_are_refused_without_quoting_them() throws Exception {
    KeyPairGenerator small = KeyPairGenerator.getInstance("RSA");
    small.initialize(new RSAKeyGenParameterSpec(2_048, RSAKeyGenParameterSpec.F0));
    KeyPair ec = KeyPairGenerator.getInstance("EC").generateKeyPair();
    String privatePem = TestTokens.pem("PRIVATE KEY", ONE.getPrivate().getEncoded());
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put(TestTokens.publicPem(TestTokens.pair(1_024)), "2,048");
    wrong.put(TestTokens.publicPem(small.generateKeyPair()), "65537");
    wrong.put(TestTokens.pem("PUBLIC KEY", ec.getPublic().getEncoded()), "RSA");
    wrong.put(privatePem, "private");
    wrong.put(TestTokens.publicPem(ONE) + TestTokens.publicPem(TWO), "one key only");
    wrong.put("nonsense", "PEM");
    wrong.put("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "RSA");
    wrong.put("-----BEGIN PUBLIC KEY-----\n???", "PEM");
    try (CapturedLog log = new CapturedLog()) {
      wrong.forEach(
          (pem, why) -> {
            Answer answer = create("\"type\":\"pem\",\"publicKey\":" + text(pem));
            answer.expect(422, "core.body-invalid");
            assertThat(String.valueOf(answer.json())).contains("publicKey", why);
          });
      String secret = privatePem.substring(200, 230);
      assertThat(log.text()).doesNotContain(secret);
      assertThat(server.everythingStored()).doesNotContain(secret);
    }
  }

  @Test
  void other_wrong_requests_name_the_field() {
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("\"type\":\"rsa\"", "/type");
    wrong.put("\"type\":\"pem\"", "/publicKey");
    wrong.put("\"type\":\"generated\",\"publicKey\":\"x\"", "/publicKey");
    wrong.put("\"type\":\"generated\",\"color\":\"red\"", "/color");
    wrong.put("\"type\":\"jwks\",\"jwksUrl\":\"http://login.example.com/keys\"", "/jwksUrl");
    wrong.put("\"type\":\"jwks\",\"jwksUrl\":\"https://a:b@login.example.com/\"", "/jwksUrl");
    wrong.put("\"type\":\"jwks\",\"jwksUrl\":\"file:///etc/passwd\"", "/jwksUrl");
    wrong.put("\"type\":\"jwks\",\"jwksUrl\":\"https://169.254.169.254/latest\"", "/jwksUrl");
    wrong.put("\"type\":\"jwks\",\"jwksUrl\":\"https://down.example.com/\"", "/jwksUrl");
    wrong.put("\"type\":\"firebase\",\"firebaseProject\":\"../x\"", "/firebaseProject");
    wrong.put("\"type\":\"firebase\",\"firebaseProject\":\"my-app-1\",\"issuer\":\"x\"", "/issuer");
    wrong.put("\"type\":\"auth0\",\"auth0Domain\":\"evil.example/x\"", "/auth0Domain");
    wrong.put("\"type\":\"auth0\",\"auth0Domain\":\"localhost\"", "/auth0Domain");
    wrong.forEach(
        (body, pointer) ->
            assertThat(String.valueOf(create(body).expect(422, "core.body-invalid").json()))
                .as(body)
                .contains("pointer=" + pointer));
    String metadata = "\"type\":\"jwks\",\"jwksUrl\":\"https://169.254.169.254/latest\"";
    assertThat(String.valueOf(create(metadata).json())).contains("not open to workflows");
  }

  @Test
  void a_key_set_is_followed_and_asked_at_most_twice_a_minute() {
    TestIssuers issuers = server.bean(TestIssuers.class);
    issuers.publish(ISSUER, Map.of("one", ONE));
    create("\"type\":\"jwks\",\"jwksUrl\":\"" + ISSUER + "\"").expect(201);
    project.me(token(ONE, "one")).expect(200);
    int calls = issuers.calls.get();
    for (int i = 0; i < 20; i++) {
      project.me(token(TWO, "two" + i)).expect(401, "identity.token-key-unknown");
      project.me(token(TWO, "one")).expect(401, "identity.token-signature");
    }
    assertThat(issuers.calls.get()).isEqualTo(calls);

    issuers.publish(ISSUER, Map.of("one", ONE, "two", TWO));
    server.bean(TestClock.class).forward(Duration.ofSeconds(31));
    project.me(token(TWO, "two")).expect(200);
    assertThat(issuers.calls.get()).isEqualTo(calls + 1);

    String old = token(ONE, "one");
    project.me(old).expect(200);
    issuers.publish(ISSUER, Map.of("two", TWO));
    server.bean(TestClock.class).forward(Duration.ofSeconds(31));
    project.me(token(ONE, "three")).expect(401, "identity.token-key-unknown");
    project.me(old).expect(401, "identity.token-key-unknown");
  }

  @Test
  void the_last_good_key_set_goes_on_for_a_day_also_on_a_replica_that_starts_meanwhile() {
    TestIssuers issuers = server.bean(TestIssuers.class);
    issuers.publish(ISSUER, Map.of("one", ONE));
    create("\"type\":\"jwks\",\"jwksUrl\":\"" + ISSUER + "\"").expect(201);
    project.me(token(ONE, "one")).expect(200);
    issuers.goDown(ISSUER);
    server.bean(TestClock.class).forward(Duration.ofHours(23));
    project.me(token(ONE, "one")).expect(200);
    try (IdentityServer sibling = server.sibling()) {
      sibling.bean(TestClock.class).forward(Duration.ofHours(23));
      ConnectProject there = project.on(sibling);
      there.me(token(ONE, "one")).expect(200);
    }
    server.bean(TestClock.class).forward(Duration.ofHours(2));
    String token = token(ONE, "one");
    Answer down = project.me(token).expect(503, "identity.key-set-unavailable");
    assertThat(down.text("detail")).contains("The issuer is down");
    project.me(project.token("ada")).expect(200); // keys of our own need no issuer
    issuers.publish(ISSUER, Map.of("one", ONE));
    server.bean(TestClock.class).forward(Duration.ofSeconds(31));
    project.me(token).expect(200);
  }

  @Test
  void a_key_set_is_read_over_http_and_nothing_that_is_none_is_taken() throws IOException {
    AtomicReference<String> document = new AtomicReference<>("");
    AtomicBoolean redirect = new AtomicBoolean();
    HttpServer issuer =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    issuer.createContext(
        "/",
        exchange -> {
          byte[] body = document.get().getBytes(UTF_8);
          exchange.getResponseHeaders().add("Location", "/elsewhere");
          exchange.sendResponseHeaders(redirect.get() ? 302 : 200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    issuer.start();
    try {
      String url = "http://localhost:" + issuer.getAddress().getPort() + "/keys";
      String body = "\"type\":\"jwks\",\"jwksUrl\":\"" + url + "\"";
      String good = TestIssuers.keySet(Map.of("one", ONE));
      for (String bad :
          List.of(
              "{}",
              "<html>",
              "{\"keys\":[]}",
              good.replace("\"RSA\"", "\"oct\""),
              TestIssuers.keySet(Map.of("weak", TestTokens.pair(1_024))),
              "{\"keys\":[" + "1,".repeat(200_000) + "1]}")) {
        document.set(bad);
        create(body).expect(422, "core.body-invalid");
      }
      document.set(good);
      redirect.set(true);
      create(body).expect(422, "core.body-invalid");
      redirect.set(false);
      create(body).expect(201);
      project.me(token(ONE, "one")).expect(200);
      project.me(token(TWO, "one")).expect(401, "identity.token-signature");
    } finally {
      issuer.stop(0);
    }
  }

  @Test
  void tokens_of_firebase_and_auth0_hold_for_their_own_project_and_tenant_only() {
    TestIssuers issuers = server.bean(TestIssuers.class);
    issuers.publish(TestIssuers.FIREBASE, Map.of("google", ONE));
    issuers.publish("https://acme.auth0.com/.well-known/jwks.json", Map.of("auth0", TWO));
    create("\"type\":\"firebase\",\"firebaseProject\":\"my-app-1\"").expect(201);
    create("\"type\":\"auth0\",\"auth0Domain\":\"acme.auth0.com\",\"audience\":\"client1\"")
        .expect(201);

    firebase("my-app-1", "https://securetoken.google.com/my-app-1").expect(200);
    firebase("my-app-2", "https://securetoken.google.com/my-app-2")
        .expect(401, "identity.token-issuer");
    firebase("my-app-2", "https://securetoken.google.com/my-app-1")
        .expect(401, "identity.token-audience");
    auth0("client1", "https://acme.auth0.com/").expect(200);
    auth0("client2", "https://acme.auth0.com/").expect(401, "identity.token-audience");
    auth0("client1", "https://evil.auth0.com/").expect(401, "identity.token-issuer");
  }

  @Test
  void there_are_at_most_ten_and_a_repeated_request_makes_no_second_one() {
    String body = "{\"name\":\"x\",\"type\":\"generated\"}";
    Map<String, String> once = Map.of("Idempotency-Key", "\"once\"");
    Answer made = server.send("POST", keys(), project.key(), body, once).expect(201);
    Answer again = server.send("POST", keys(), project.key(), body, once);
    again.expect(409, "identity.signing-key-already-created");
    assertThat(again.text("detail")).contains(made.text("key", "id"));
    server
        .send("POST", keys(), project.key(), body.replace("x", "y"), once)
        .expect(422, "core.idempotency-key-reused");
    String pem = "\"type\":\"pem\",\"publicKey\":" + text(TestTokens.publicPem(ONE));
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      statuses.add(create(pem).status());
    }
    assertThat(statuses).containsSequence(201, 201, 201, 201, 201, 201, 201, 201, 409, 409);
  }

  @Test
  void only_who_may_manages_keys_and_foreign_ones_do_not_exist() throws Exception {
    ConnectProject foreign = ConnectProject.foreign(server);
    server
        .get(foreign.path("/signing-keys"), project.key())
        .expect(404, "identity.project-not-found");
    server
        .post(foreign.path("/signing-keys"), project.key(), "{}")
        .expect(404, "identity.project-not-found");
    for (String id : List.of(foreign.signingKey(), "sgk_01h455vb4pex5vsknk084sn02q", "x")) {
      server.delete(keys() + "/" + id, project.key()).expect(404, "identity.signing-key-not-found");
    }
    foreign.me(foreign.token("ada")).expect(200);
    server.get(keys(), null).expect(401, "core.unauthenticated");
    OrganizationId organization =
        new OrganizationId(
            UUID.fromString(
                server.query("select organization_id from identity.app_user").getFirst()));
    String support = TestMembers.add(server, organization, Role.SUPPORT).toString();
    String member = TestMembers.add(server, organization, Role.MEMBER).toString();
    server.get(keys(), support).expect(403, "core.access-denied");
    server.get(keys(), member).expect(200);
  }

  private Answer firebase(String audience, String issuer) {
    return project.me(issued(ONE, "google", audience, issuer));
  }

  private Answer auth0(String audience, String issuer) {
    return project.me(issued(TWO, "auth0", audience, issuer));
  }

  private String issued(KeyPair pair, String kid, String audience, String issuer) {
    Map<String, Object> claims = project.claims("ada");
    claims.put("aud", audience);
    claims.put("iss", issuer);
    return TestTokens.sign(pair.getPrivate(), header(kid), new String(Json.write(claims), UTF_8));
  }

  private String token(KeyPair pair, String kid) {
    String claims = new String(Json.write(project.claims("ada")), UTF_8);
    return TestTokens.sign(pair.getPrivate(), header(kid), claims);
  }

  private static String header(String kid) {
    return "{\"alg\":\"RS256\",\"kid\":\"" + kid + "\"}";
  }

  private static String text(String value) {
    return new String(Json.write(value), UTF_8);
  }

  private String keys() {
    return project.path("/signing-keys");
  }

  private Answer create(String fields) {
    return server.post(keys(), project.key(), "{\"name\":\"a key\"," + fields + "}");
  }
}
