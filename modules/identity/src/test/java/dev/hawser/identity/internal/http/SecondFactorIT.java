package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.identity.internal.factor.TotpTestAccess;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import dev.hawser.identity.internal.vault.VaultTestAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Signing in with an authenticator app. */
class SecondFactorIT {
  private static final String PATH = "/api/v1/me/second-factor";
  private static final String ADA = "ada@acme.example";
  private static final String PASSWORD = IdentityServer.PASSWORD;
  private static final Duration STEP = Duration.ofSeconds(30);
  private IdentityServer server;
  private TestClock clock;
  private String key;

  @BeforeEach
  void start() {
    server = IdentityServer.start();
    key = server.setUp(server.openSetup()).expect(201).text("apiKey", "key");
    clock = server.bean(TestClock.class);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String password() {
    return "{\"password\":\"" + PASSWORD + "\"}";
  }

  private static String proof(String password, String code) {
    return "{\"password\":\"%s\",\"code\":\"%s\"}".formatted(password, code);
  }

  /** The code of a step that was not used yet. */
  private String nextCode(String secret) {
    clock.forward(STEP);
    return TotpTestAccess.code(secret, clock.instant());
  }

  /** Six digits that are the code of none of the steps in reach, now and a little later. */
  private String wrongCode(String secret) {
    Set<String> codes =
        IntStream.rangeClosed(-1, 5)
            .mapToObj(
                step -> TotpTestAccess.code(secret, clock.instant().plus(STEP.multipliedBy(step))))
            .collect(Collectors.toSet());
    return IntStream.rangeClosed(0, codes.size())
        .mapToObj(number -> "%06d".formatted(number))
        .filter(code -> !codes.contains(code))
        .findFirst()
        .orElseThrow();
  }

  private record Enabled(String secret, List<String> recoveryCodes) {}

  private Enabled enable(Browser browser) {
    String secret = browser.post(PATH, password()).expect(200).text("secret");
    Answer confirmed =
        browser.post(PATH + "/confirm", "{\"code\":\"" + nextCode(secret) + "\"}").expect(200);
    return new Enabled(
        secret, confirmed.list("recoveryCodes").stream().map(String::valueOf).toList());
  }

  @Test
  void a_factor_that_is_confirmed_is_needed_to_sign_in() {
    Browser ada = Browser.ofAda(server);
    assertThat(ada.get(PATH).expect(200).at("enabled")).isEqualTo(false);
    Answer begun = ada.post(PATH, password()).expect(200);
    String secret = begun.text("secret");
    assertThat(secret).matches("[A-Z2-7]{32}");
    assertThat(begun.text("uri"))
        .isEqualTo(
            "otpauth://totp/Hawser:ada%40acme.example?secret="
                + secret
                + "&issuer=Hawser&algorithm=SHA1&digits=6&period=30");
    Browser before = Browser.ofAda(server); // it is not in force yet
    ada.post(PATH + "/confirm", "{\"code\":\"12345x\"}")
        .expect(422, "identity.second-factor-wrong");
    Answer confirmed =
        ada.post(PATH + "/confirm", "{\"code\":\"" + nextCode(secret) + "\"}").expect(200);
    assertThat(confirmed.list("recoveryCodes"))
        .hasSize(10)
        .doesNotHaveDuplicates()
        .allMatch(code -> String.valueOf(code).matches("([0-9a-z]{4}-){3}[0-9a-z]{4}"));
    ada.post(PATH + "/confirm", "{\"code\":\"" + nextCode(secret) + "\"}")
        .expect(409, "identity.second-factor-enabled");
    before.get(Browser.SESSION).expect(401, "identity.session-ended");
    assertThat(ada.get(Browser.SESSION).expect(200).at("secondFactor", "enabled")).isEqualTo(true);

    Answer missing = new Browser(server).signIn(ADA, PASSWORD);
    missing.expect(401, "identity.second-factor-needed");
    assertThat(missing.http().headers().allValues("Set-Cookie")).isEmpty();
    new Browser(server).signIn(ADA, "wrong-password-1").expect(401, "identity.credentials-wrong");
    new Browser(server)
        .signIn(ADA, "wrong-password-1", nextCode(secret))
        .expect(401, "identity.credentials-wrong");
    new Browser(server)
        .signIn(ADA, PASSWORD, wrongCode(secret))
        .expect(401, "identity.second-factor-wrong");
    new Browser(server).signIn(ADA, PASSWORD, nextCode(secret)).expect(201);
  }

  @Test
  void a_code_signs_in_once_also_on_two_replicas_at_once() throws Exception {
    String secret = enable(Browser.ofAda(server)).secret();
    String code = nextCode(secret);
    CountDownLatch together = new CountDownLatch(1);
    List<Future<Integer>> answers = new ArrayList<>();
    try (IdentityServer sibling = server.sibling();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      sibling.bean(TestClock.class).forward(STEP.multipliedBy(2));
      for (int i = 0; i < 4; i++) {
        IdentityServer replica = i % 2 == 0 ? server : sibling;
        answers.add(
            threads.submit(
                () -> {
                  together.await();
                  return new Browser(replica).signIn(ADA, PASSWORD, code).status();
                }));
      }
      together.countDown();
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> answer : answers) {
        statuses.add(answer.get());
      }
      assertThat(statuses).containsOnlyOnce(201).contains(401).isSubsetOf(201, 401);
    }
    new Browser(server).signIn(ADA, PASSWORD, code).expect(401, "identity.second-factor-wrong");
  }

  @Test
  void codes_may_be_a_step_old_and_no_older() {
    String secret = enable(Browser.ofAda(server)).secret();
    String code = nextCode(secret);
    clock.forward(STEP.multipliedBy(2));
    new Browser(server).signIn(ADA, PASSWORD, code).expect(401, "identity.second-factor-wrong");
    // To the beginning of a step, so that no further one begins before the code is checked.
    clock.forward(STEP.minusSeconds(clock.instant().getEpochSecond() % STEP.toSeconds()));
    code = nextCode(secret);
    clock.forward(STEP);
    new Browser(server).signIn(ADA, PASSWORD, code).expect(201);
  }

  @Test
  void a_recovery_code_signs_in_once() {
    Browser ada = Browser.ofAda(server);
    List<String> codes = enable(ada).recoveryCodes();
    new Browser(server).signIn(ADA, PASSWORD, codes.getFirst()).expect(201);
    new Browser(server)
        .signIn(ADA, PASSWORD, codes.getFirst())
        .expect(401, "identity.second-factor-wrong");
    String typed = " " + codes.get(1).replace("-", " ").toUpperCase(Locale.ROOT);
    new Browser(server).signIn(ADA, PASSWORD, typed).expect(201);
    assertThat(ada.get(PATH).at("recoveryCodesLeft")).isEqualTo(8L);

    List<?> renewed =
        ada.post(PATH + "/recovery-codes", proof(PASSWORD, codes.get(2)))
            .expect(200)
            .list("recoveryCodes");
    assertThat(renewed).hasSize(10);
    new Browser(server).signIn(ADA, PASSWORD, codes.get(3)).expect(401);
    new Browser(server).signIn(ADA, PASSWORD, String.valueOf(renewed.getFirst())).expect(201);
  }

  @Test
  void guessing_codes_locks_the_account() {
    String secret = enable(Browser.ofAda(server)).secret();
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      statuses.add(new Browser(server).signIn(ADA, PASSWORD, wrongCode(secret)).status());
    }
    assertThat(statuses).startsWith(401, 401, 401, 401, 401).contains(429).isSubsetOf(401, 429);
  }

  @Test
  void removing_it_needs_password_and_code() {
    Browser ada = Browser.ofAda(server);
    ada.send("DELETE", PATH, proof(PASSWORD, "123456"))
        .expect(409, "identity.second-factor-missing");
    Enabled enabled = enable(ada);
    String wrong = "wrong-password-1";
    ada.send("DELETE", PATH, proof(wrong, nextCode(enabled.secret())))
        .expect(422, "identity.password-wrong");
    ada.send("DELETE", PATH, proof(PASSWORD, wrongCode(enabled.secret())))
        .expect(422, "identity.second-factor-wrong");
    ada.send("DELETE", PATH, password()).expect(422, "core.body-invalid");
    ada.post(PATH, password()).expect(409, "identity.second-factor-enabled");
    ada.send("DELETE", PATH, proof(PASSWORD, nextCode(enabled.secret()))).expect(204);
    new Browser(server).signIn(ADA, PASSWORD).expect(201);
    ada.post(PATH + "/recovery-codes", proof(PASSWORD, enabled.recoveryCodes().getFirst()))
        .expect(409, "identity.second-factor-missing");
    ada.post(PATH + "/confirm", "{\"code\":\"123456\"}")
        .expect(409, "identity.second-factor-missing");
  }

  @Test
  void beginning_it_needs_the_password_and_forgets_what_was_begun_before() {
    Browser ada = Browser.ofAda(server);
    ada.post(PATH, "{\"password\":\"wrong-password-1\"}").expect(422, "identity.password-wrong");
    String first = ada.post(PATH, password()).expect(200).text("secret");
    String second = ada.post(PATH, password()).expect(200).text("secret");
    assertThat(second).isNotEqualTo(first);
    ada.post(PATH + "/confirm", "{\"code\":\"" + nextCode(first) + "\"}").expect(422);
    ada.post(PATH + "/confirm", "{\"code\":\"" + nextCode(second) + "\"}").expect(200);
  }

  @Test
  void only_a_person_has_one() {
    for (String path : List.of(PATH, PATH + "/confirm", PATH + "/recovery-codes")) {
      server.post(path, null, "{}").expect(401);
      server.post(path, key, "{}").expect(403, "identity.session-needed");
    }
    server.get(PATH, null).expect(401);
    server.get(PATH, key).expect(403, "identity.session-needed");
    server.send("DELETE", PATH, null, "{}", Map.of()).expect(401);
    server.send("DELETE", PATH, key, "{}", Map.of()).expect(403);
  }

  @Test
  void secrets_and_codes_are_neither_stored_nor_logged_and_go_with_the_user() throws Exception {
    try (CapturedLog log = new CapturedLog()) {
      Enabled enabled = enable(Browser.ofAda(server));
      String recovery = enabled.recoveryCodes().getFirst();
      new Browser(server).signIn(ADA, PASSWORD, recovery).expect(201);
      String everything = server.everythingStored() + log.text();
      assertThat(everything).doesNotContain(enabled.secret());
      enabled
          .recoveryCodes()
          .forEach(
              code ->
                  assertThat(everything)
                      .doesNotContain(code)
                      .doesNotContain(code.replace("-", "")));
    }
    server.execute("delete from identity.setup_completion");
    server.execute("delete from identity.app_user");
    for (String table : List.of("session", "second_factor", "recovery_code", "vault_item")) {
      assertThat(server.query("select count(*) from identity." + table))
          .as(table)
          .containsExactly("0");
    }
  }

  @Test
  void a_rotation_of_the_vault_re_wraps_them_too() throws Exception {
    String secret = enable(Browser.ofAda(server)).secret();
    server.post("/api/v1/vault/rotations", server.operatorToken(), "").expect(202);
    await()
        .untilAsserted(
            () ->
                assertThat(server.get("/api/v1/vault", server.operatorToken()).at("waiting"))
                    .isEqualTo(0L));
    VaultTestAccess.rewrap(server.context());
    assertThat(server.query("select key_id from identity.vault_item"))
        .containsExactly(server.get("/api/v1/vault", server.operatorToken()).text("current"));
    new Browser(server).signIn(ADA, PASSWORD, nextCode(secret)).expect(201);
  }
}
