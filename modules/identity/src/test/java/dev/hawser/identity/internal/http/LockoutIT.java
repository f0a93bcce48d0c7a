package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.identity.internal.http.IdentityServer.Answer;
import dev.hawser.identity.internal.session.SessionTestAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever guesses has to wait. */
class LockoutIT {
  private static final String ADA = "ada@acme.example";
  private static final String WRONG = "wrong-password-1";
  private static final int WAITING_PLACES = 32;

  private IdentityServer server;
  private TestClock clock;

  @BeforeEach
  void start() {
    server = IdentityServer.start();
    server.setUp(server.openSetup()).expect(201);
    clock = server.bean(TestClock.class);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private Answer guess(String email) {
    return new Browser(server).signIn(email, WRONG);
  }

  private static long retryAfter(Answer answer) {
    answer.expect(429, "identity.too-many-failures");
    return answer.http().headers().firstValueAsLong("Retry-After").orElseThrow();
  }

  /** Guesses on, whatever the wait, until it is long; how many guesses were tried. */
  private int guessUntilLocked(IntFunction<String> emails) {
    int tried = 0;
    for (int i = 0; i < 100; i++) {
      Answer answer = guess(emails.apply(i));
      if (answer.status() == 401) {
        tried++;
      } else if (retryAfter(answer) > 20) {
        return tried;
      } else {
        clock.forward(Duration.ofSeconds(retryAfter(answer)));
      }
    }
    throw new AssertionError("never locked");
  }

  @Test
  void after_five_failures_the_wait_doubles_up_to_a_quarter_of_an_hour() {
    for (String email : List.of(ADA, "nobody@acme.example")) {
      for (int i = 0; i < 4; i++) {
        guess(email).expect(401);
      }
      for (long lock = 1; lock < 2_000; lock *= 2) {
        guess(email).expect(401);
        long expected = Math.min(lock, 900);
        if (expected >= 16) { // a shorter one may be over before the next guess
          assertThat(retryAfter(guess(email))).isBetween(expected - 10, expected);
        }
        clock.forward(Duration.ofSeconds(expected));
      }
      clock.forward(Duration.ofHours(1)); // so that the network is no longer counted
    }
  }

  @Test
  void the_right_password_is_not_tried_while_locked_and_makes_all_good_later() {
    guessUntilLocked(i -> ADA);
    long wait = retryAfter(new Browser(server).signIn(ADA, IdentityServer.PASSWORD));
    try (IdentityServer other = server.sibling()) {
      retryAfter(new Browser(other).signIn(ADA, IdentityServer.PASSWORD));
    }
    clock.forward(Duration.ofSeconds(wait));
    Browser.ofAda(server);
    for (int i = 0; i < 4; i++) {
      guess(ADA).expect(401);
    }
    Browser.ofAda(server);
  }

  @Test
  void guesses_at_once_are_all_counted() throws Exception {
    CountDownLatch together = new CountDownLatch(1);
    List<Future<Integer>> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 25; i++) {
        answers.add(
            threads.submit(
                () -> {
                  together.await();
                  return guess(ADA).status();
                }));
      }
      together.countDown();
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> answer : answers) {
        statuses.add(answer.get());
      }
      assertThat(statuses).isSubsetOf(401, 429);
      assertThat(statuses.stream().filter(status -> status == 401).count()).isBetween(1L, 8L);
    }
  }

  @Test
  void an_address_that_tries_many_accounts_is_held_off_from_all() {
    assertThat(guessUntilLocked(i -> "user" + i + "@acme.example")).isBetween(30, 36);
    long wait = retryAfter(new Browser(server).signIn(ADA, IdentityServer.PASSWORD));
    clock.forward(Duration.ofSeconds(wait));
    Browser.ofAda(server); // her success does not make good what the address has done
    guess("fresh@acme.example").expect(401);
    assertThat(retryAfter(guess("fresher@acme.example"))).isGreaterThan(15);
    clock.forward(Duration.ofMinutes(40));
    for (int i = 0; i < 10; i++) {
      guess("again" + i + "@acme.example").expect(401);
    }
  }

  @Test
  void neither_the_row_nor_the_log_tells_who_was_guessed() throws Exception {
    try (CapturedLog log = new CapturedLog()) {
      guess("somebody@elsewhere.example").expect(401);
      assertThat(server.query("select subject from identity.sign_in_attempt"))
          .hasSize(2)
          .allMatch(subject -> subject.matches("[0-9a-f]{64}"));
      assertThat(log.text()).doesNotContain("somebody").doesNotContain(WRONG);
    }
  }

  @Test
  void a_flood_of_logins_gets_its_share_of_the_processors_and_the_rest_is_told_when_to_come()
      throws Exception {
    try (IdentityServer small = IdentityServer.start(Map.of("hawser.session.password-share", "1"));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicInteger guesses = new AtomicInteger();
      AtomicBoolean isOver = new AtomicBoolean();
      List<Future<List<Answer>>> attackers = new ArrayList<>();
      for (int i = 0; i < 4; i++) { // so few that none would be sent away for being one of many
        attackers.add(threads.submit(() -> attack(small, guesses, isOver)));
      }
      List<Answer> answers = new ArrayList<>();
      for (Future<List<Answer>> attacker : attackers) {
        answers.addAll(attacker.get());
      }
      assertThat(answers).extracting(Answer::status).isSubsetOf(401, 429).contains(401, 429);
      assertThat(answers)
          .filteredOn(answer -> answer.status() == 429)
          .allSatisfy(
              answer -> {
                answer.expect(429, "identity.too-many-attempts");
                assertThat(answer.http().headers().firstValueAsLong("Retry-After").orElseThrow())
                    .isPositive();
              });
    }
  }

  @Test
  void while_others_guess_from_everywhere_who_has_signed_in_before_signs_in_again()
      throws Exception {
    try (IdentityServer attacked =
            IdentityServer.start(
                Map.of(
                    "hawser.session.password-share", "10",
                    "hawser.http.trusted-proxies", "127.0.0.0/8"));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      attacked.setUp(attacked.openSetup()).expect(201);
      from(attacked, "203.0.113.7").signIn(ADA, IdentityServer.PASSWORD).expect(201);
      AtomicInteger guesses = new AtomicInteger();
      CountDownLatch refused = new CountDownLatch(1);
      AtomicBoolean isOver = new AtomicBoolean();
      List<Future<Integer>> attackers = new ArrayList<>();
      for (int i = 0; i < WAITING_PLACES + 6; i++) {
        attackers.add(
            threads.submit(
                () -> {
                  while (!isOver.get()) {
                    int n = guesses.incrementAndGet();
                    String network = "10.%d.%d.1".formatted(n >> 8 & 255, n & 255);
                    if (from(attacked, network).signIn("user" + n + "@acme.example", WRONG).status()
                        == 429) {
                      refused.countDown();
                    }
                  }
                  return guesses.get();
                }));
      }
      try {
        assertThat(refused.await(1, TimeUnit.MINUTES)).isTrue();
        assertRefusedUnread(attacked);
        from(attacked, "203.0.113.7").signIn(ADA, IdentityServer.PASSWORD).expect(201);
      } finally {
        isOver.set(true);
      }
      for (Future<Integer> attacker : attackers) {
        attacker.get();
      }
    }
  }

  /** Who gets no turn is not even told that the request could not be read. */
  private static void assertRefusedUnread(IdentityServer attacked) {
    Set<Integer> statuses = new HashSet<>();
    for (int i = 0; i < 200 && !statuses.contains(429); i++) {
      statuses.add(from(attacked, "10.99.99.1").post("/api/v1/session", "{").status());
    }
    assertThat(statuses).isSubsetOf(422, 429).contains(429);
  }

  private static Browser from(IdentityServer target, String network) {
    return new Browser(target).with("X-Forwarded-For", network);
  }

  @Test
  void a_network_is_known_when_a_password_was_right_there() {
    guess(ADA).expect(401);
    assertThat(SessionTestAccess.isKnown(server.context(), "127.0.0.1")).isFalse();
    Browser.ofAda(server);
    assertThat(SessionTestAccess.isKnown(server.context(), "127.0.0.1")).isTrue();
    assertThat(SessionTestAccess.isKnown(server.context(), "127.0.0.2")).isFalse();
  }

  /** Guesses one after the other, until somebody is sent away. */
  private static List<Answer> attack(
      IdentityServer target, AtomicInteger guesses, AtomicBoolean isOver) throws Exception {
    List<Answer> answers = new ArrayList<>();
    while (!isOver.get() && guesses.get() < 2_000) {
      int guess = guesses.incrementAndGet();
      if (guess % 5 == 0) {
        target.execute("delete from identity.sign_in_attempt"); // as if from many addresses
      }
      Answer answer = new Browser(target).signIn("user" + guess + "@acme.example", WRONG);
      answers.add(answer);
      if (answer.status() == 429) {
        isOver.set(true);
      }
    }
    return answers;
  }
}
