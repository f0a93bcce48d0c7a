package dev.hawser.identity.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.json.Json;
import dev.hawser.core.redis.RedisStore;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.EnvironmentSecrets;
import dev.hawser.identity.SecretUse;
import dev.hawser.identity.SecretValue;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import dev.hawser.identity.internal.secret.SecretService;
import dev.hawser.identity.internal.secret.SecretTestAccess;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecretIT {
  private static final SecretUse USE = new SecretUse("exe_01h455vb4pex5vsknk084sn02q");
  private static IdentityServer server;
  private static ProjectId project;
  private static String path;
  private static String key;

  @BeforeAll
  static void start() {
    server = IdentityServer.start();
    Answer made = server.setUp(server.openSetup()).expect(201);
    project = ProjectId.parse(made.text("project", "id")).orElseThrow();
    path = "/api/v1/projects/" + project + "/secrets";
    key = made.text("apiKey", "key");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void deleteAll() throws SQLException {
    for (String name : server.query("select name from identity.environment_secret")) {
      server.delete(path + "/" + name, key).expect(204);
    }
    server.execute("delete from identity.vault_item"); // what tests have cut off from its name
  }

  private static Answer put(String name, String value) {
    return server.put(
        path + "/" + name, key, new String(Json.write(Map.of("value", value)), UTF_8));
  }

  private static Map<String, SecretValue> read(String... names) {
    return server.bean(EnvironmentSecrets.class).read(project, Set.of(names), USE);
  }

  private static String value(String name) {
    return requireNonNull(read(name).get(name)).reveal();
  }

  @Test
  void a_secret_is_made_replaced_listed_and_deleted_and_its_value_never_shown() throws Exception {
    put("API_TOKEN", "hunter22-1").expect(201);
    Answer first = server.get(path + "/API_TOKEN", key).expect(200);
    put("API_TOKEN", "hunter22-2").expect(204);
    put("B", "hunter22-3").expect(201);
    Answer second = server.get(path + "/API_TOKEN", key).expect(200);
    assertThat(second.text("fingerprint")).isNotEqualTo(first.text("fingerprint")).hasSize(12);
    assertThat(second.at("createdAt")).isEqualTo(first.at("createdAt"));
    assertThat(second.text("changedBy")).startsWith("key_");
    Answer list = server.get(path, key).expect(200);
    assertThat(list.list("items")).extracting("name").containsExactly("API_TOKEN", "B");
    assertThat(list.list("items"))
        .allSatisfy(
            item ->
                assertThat(((Map<?, ?>) item).keySet().stream().map(String::valueOf))
                    .containsExactlyInAnyOrder(
                        "name", "fingerprint", "createdAt", "createdBy", "changedAt", "changedBy"));
    for (Answer answer : List.of(first, second, list)) {
      assertThat(new String(answer.http().body(), UTF_8)).doesNotContain("hunter22");
    }
    assertThat(server.get(path + "?limit=1", key).expect(200).list("items")).hasSize(1);
    assertThat(value("API_TOKEN")).isEqualTo("hunter22-2");
    assertThat(server.query("select count(*)::text from identity.vault_item")).containsExactly("2");
    server.delete(path + "/API_TOKEN", key).expect(204);
    server.delete(path + "/API_TOKEN", key).expect(404, "identity.secret-not-found");
    server.get(path + "/API_TOKEN", key).expect(404, "identity.secret-not-found");
    assertThat(server.query("select count(*)::text from identity.vault_item")).containsExactly("1");
    assertThat(read("API_TOKEN")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"api_token", "1A", "_A", "A-B", "%C3%84", "A%20B", "A%0A"})
  void a_name_of_another_form_is_refused(String name) {
    put(name, "hunter22").expect(422, "identity.secret-name-invalid");
    put("A".repeat(65), "hunter22").expect(422, "identity.secret-name-invalid");
    put("A".repeat(64), "hunter22").expect(201);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{}; value is missing",
        "{\"value\":\"abc\"}; value must have at least 4 characters",
        "{\"value\":\"    \"}; value must not be blank",
        "{\"value\":12345}; value must be a text",
        "{\"value\":\"a\\u0000bcd\"}; value must not contain the character U+0000",
        "{\"value\":\"abcd\\ud800\"}; value must not contain half a surrogate pair",
        "{\"value\":\"abcd\",\"vale\":1}; vale is not a field of this request",
        "[]; The body must be a JSON object"
      })
  void a_bad_value_is_refused_and_not_quoted(String body, String problem) {
    Answer answer = server.put(path + "/A", key, body).expect(422);
    assertThat(answer.list("problems"))
        .singleElement()
        .extracting("message")
        .asString()
        .startsWith(problem)
        .doesNotContain("abc");
  }

  @Test
  void the_length_of_a_value_is_bounded() {
    put("A", "x".repeat(8_193)).expect(422, "core.body-invalid");
    put("A", "x".repeat(8_192)).expect(201);
    String odd = " \"ö\\\n😀\t";
    put("B", odd).expect(201);
    assertThat(value("A")).hasSize(8_192);
    assertThat(value("B")).isEqualTo(odd);
  }

  @Test
  void of_many_that_want_the_last_free_place_one_gets_it() throws Exception {
    List<Callable<Integer>> calls = new ArrayList<>();
    for (int i = 1; i < SecretService.MOST; i++) {
      put("S_" + i, "hunter22").expect(201);
    }
    for (int i = 0; i < 8; i++) {
      String name = "LATE_" + i;
      calls.add(() -> put(name, "hunter22").status());
    }
    List<Integer> statuses = new ArrayList<>();
    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var result : threads.invokeAll(calls)) {
        statuses.add(result.get());
      }
    }
    assertThat(statuses).containsOnlyOnce(201).containsOnly(201, 409);
    put("ONE_MORE", "hunter22").expect(409, "identity.too-many-secrets");
    put("S_1", "hunter23").expect(204);
  }

  @Test
  void names_are_known_without_reading_and_reads_give_what_exists() throws Exception {
    put("A", "value-a").expect(201);
    put("B", "value-b").expect(201);
    EnvironmentSecrets secrets = server.bean(EnvironmentSecrets.class);
    assertThat(secrets.names(project)).containsExactlyInAnyOrder("A", "B");
    assertThat(secrets.names(new ProjectId(new java.util.UUID(1, 1)))).isEmpty();
    assertThat(secrets.read(project, Set.of(), USE)).isEmpty();
    assertThat(read("A", "NONE"))
        .isEqualTo(Map.of("A", new SecretValue("value-a")))
        .hasToString("{A=***}");
    assertThat(secrets.read(new ProjectId(new java.util.UUID(1, 1)), Set.of("A"), USE)).isEmpty();
  }

  @Test
  void reads_are_written_down_with_their_use_and_the_log_cannot_be_changed() throws Exception {
    put("A", "value-a").expect(201);
    put("B", "value-b").expect(201);
    EnvironmentSecrets secrets = server.bean(EnvironmentSecrets.class);
    for (int i = 0; i < 5; i++) {
      secrets.read(project, Set.of("A", "B"), new SecretUse("exe_audit_" + i));
      secrets.read(project, Set.of("A", "B"), new SecretUse("exe_audit_" + i));
    }
    secrets.read(project, Set.of("A", "MISSING"), new SecretUse("exe_audit_single"));
    SecretTestAccess.flush(server.context());
    String rows =
        "select entry #>> '{details,names}' || ' ' || u from identity.audit_entry,"
            + " json_array_elements_text(entry #> '{details,usedBy}') u"
            + " where action = 'secrets.read' and u like 'exe\\_audit%' order by 1";
    await()
        .untilAsserted(
            () ->
                assertThat(server.query(rows))
                    .containsExactly(
                        "[\"A\",\"B\"] exe_audit_0",
                        "[\"A\",\"B\"] exe_audit_1",
                        "[\"A\",\"B\"] exe_audit_2",
                        "[\"A\",\"B\"] exe_audit_3",
                        "[\"A\",\"B\"] exe_audit_4",
                        "[\"A\"] exe_audit_single"));
    for (String change :
        List.of(
            "update identity.audit_entry set entry = '{}'",
            "delete from identity.audit_entry",
            "truncate identity.audit_entry")) {
      assertThatThrownBy(() -> server.execute(change)).hasMessageContaining("append-only");
    }
  }

  @Test
  void what_is_older_than_a_year_is_deleted_from_the_log() throws Exception {
    String insert =
        """
        insert into identity.secret_access
        select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), '{A}', '{%s}',
          now() - interval '%s days', now() - interval '%s days' from generate_series(1, 1500)
        """;
    server.execute(insert.formatted("exe_old", 366, 366));
    server.execute(insert.formatted("exe_young", 366, 364));
    SecretTestAccess.retain(server.context());
    assertThat(
            server.query(
                "select used_by[1] || count(*) from identity.secret_access"
                    + " where used_by[1] in ('exe_old', 'exe_young') group by used_by[1]"))
        .containsExactly("exe_young1500");
  }

  @Test
  void a_change_on_one_replica_is_seen_on_another_long_before_it_would_be_by_age() {
    put("A", "value-1").expect(201);
    try (IdentityServer other = server.sibling()) {
      EnvironmentSecrets there = other.bean(EnvironmentSecrets.class);
      assertThat(there.read(project, Set.of("A"), USE)).containsValue(new SecretValue("value-1"));
      assertThat(value("A")).isEqualTo("value-1");
      put("A", "value-2").expect(204);
      assertThat(value("A")).isEqualTo("value-2");
      await()
          .atMost(Duration.ofSeconds(3))
          .untilAsserted(
              () ->
                  assertThat(there.read(project, Set.of("A"), USE))
                      .containsValue(new SecretValue("value-2")));
    }
  }

  @Test
  void a_change_that_nobody_announced_is_seen_after_ten_seconds() throws Exception {
    put("A", "value-1").expect(201);
    assertThat(value("A")).isEqualTo("value-1");
    server.execute("delete from identity.environment_secret where name = 'A'");
    assertThat(value("A")).isEqualTo("value-1");
    server.bean(TestClock.class).forward(Duration.ofSeconds(10));
    assertThat(read("A")).isEmpty();
  }

  @Test
  void reads_go_on_for_a_while_without_the_database_and_are_written_down_later() throws Exception {
    put("A", "value-1").expect(201);
    assertThat(value("A")).isEqualTo("value-1");
    EnvironmentSecrets secrets = server.bean(EnvironmentSecrets.class);
    try (Outage _ = new Outage(server.database())) {
      assertThat(secrets.read(project, Set.of("A"), new SecretUse("exe_outage")))
          .containsValue(new SecretValue("value-1"));
      SecretTestAccess.flush(server.context());
      server.bean(TestClock.class).forward(Duration.ofSeconds(10));
      assertThatThrownBy(() -> secrets.read(project, Set.of("A"), USE))
          .isInstanceOf(HawserException.Unavailable.class);
      assertThatThrownBy(() -> secrets.names(project))
          .isInstanceOf(HawserException.Unavailable.class);
      assertThat(server.get(path + "/A", key).status()).isEqualTo(503);
    }
    await()
        .ignoreExceptions() // the pool meets what the outage has cut off
        .untilAsserted(() -> assertThat(value("A")).isEqualTo("value-1"));
    SecretTestAccess.flush(server.context());
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(
                        server.query(
                            "select count(*)::text from identity.audit_entry"
                                + " where entry #>> '{details,usedBy}' like '%exe_outage%'"))
                    .containsExactly("1"));
  }

  @Test
  void no_secret_is_given_out_when_its_reading_could_not_be_written_down() throws Exception {
    put("A", "value-1").expect(201);
    assertThat(value("A")).isEqualTo("value-1");
    int filled;
    try (Outage _ = new Outage(server.database())) {
      filled = SecretTestAccess.fill(server.context());
      assertThatThrownBy(() -> read("A"))
          .isInstanceOf(HawserException.Unavailable.class)
          .extracting(e -> ((HawserException) e).code().value())
          .isEqualTo("identity.access-log-full");
    }
    await()
        .ignoreExceptions() // the pool meets what the outage has cut off
        .untilAsserted(
            () -> {
              SecretTestAccess.flush(server.context());
              assertThat(value("A")).isEqualTo("value-1");
            });
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(
                        server.query(
                            "select sum(json_array_length(entry #> '{details,usedBy}'))::text"
                                + " from identity.audit_entry"
                                + " where entry #>> '{details,usedBy,0}' like 'fill-%'"))
                    .containsExactly(Integer.toString(filled)));
    assertThat(filled).isGreaterThan(90_000);
  }

  @Test
  void a_value_that_was_moved_or_changed_in_the_database_is_not_given_out() throws Exception {
    for (String tamper :
        List.of(
            // the sealed value of B copied over that of A
            """
            update identity.vault_item a set wrapped_key = b.wrapped_key, ciphertext = b.ciphertext
            from identity.vault_item b
            where a.purpose = 'environment-secret/A' and b.purpose = 'environment-secret/B'
            """,
            // A's name pointing to B's value
            """
            with b as (delete from identity.environment_secret where name = 'B'
              returning vault_item_id)
            update identity.environment_secret set vault_item_id = b.vault_item_id
            from b where name = 'A'
            """,
            "update identity.vault_item set ciphertext = set_byte(ciphertext, 20,"
                + " get_byte(ciphertext, 20) # 1)",
            "update identity.vault_item set wrapped_key = set_byte(wrapped_key, 30,"
                + " get_byte(wrapped_key, 30) # 1)")) {
      deleteAll();
      put("A", "value-a").expect(201);
      put("B", "value-b").expect(201);
      server.execute(tamper);
      assertThatThrownBy(() -> read("A"))
          .as(tamper)
          .isInstanceOf(HawserException.Internal.class)
          .extracting(e -> ((HawserException) e).code().value())
          .isEqualTo("identity.vault-item-damaged");
    }
  }

  @Test
  void what_is_stored_and_logged_shows_no_planted_value() throws Exception {
    String value = "plänted-s3cret/value+" + "0123456789abcdef";
    try (CapturedLog log = new CapturedLog()) {
      put("PLANTED", value).expect(201);
      put("PLANTED", value).expect(204);
      server.put(path + "/PLANTED", key, "{\"value\":\"" + value + "\",\"x\":1}").expect(422);
      server.put(path + "/PLANTED", key, "{\"value\":\"" + value).expect(422);
      server.put(path + "/planted", key, "{\"value\":\"" + value + "\"}").expect(422);
      server.get(path + "/PLANTED", key).expect(200);
      assertThat(value("PLANTED")).isEqualTo(value);
      SecretTestAccess.flush(server.context());
      assertThat(server.everythingStored()).contains("environment-secret/PLANTED");
      String redis = everythingInRedis();
      byte[] bytes = value.getBytes(UTF_8);
      for (String form :
          List.of(
              value,
              "s3cret",
              Base64.getEncoder().encodeToString(bytes),
              Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
              HexFormat.of().formatHex(bytes))) {
        assertThat(server.everythingStored()).doesNotContain(form);
        assertThat(redis).doesNotContain(form);
        assertThat(log.text()).doesNotContain(form);
      }
    }
  }

  private static String everythingInRedis() {
    StringBuilder all = new StringBuilder();
    for (RedisStore store : server.beans(RedisStore.class)) {
      for (String name : store.commands().keys("*")) {
        byte[] value = store.commands().dump(name); // null when it has expired meanwhile
        all.append(name).append('\n');
        all.append(value == null ? "" : new String(value, UTF_8)).append('\n');
      }
    }
    return all.toString();
  }
}
