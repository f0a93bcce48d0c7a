package dev.hawser.identity.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.audit.AuditTrail;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.EnvironmentSecrets;
import dev.hawser.identity.Role;
import dev.hawser.identity.SecretUse;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import io.micronaut.inject.qualifiers.Qualifiers;
import io.micronaut.transaction.TransactionOperations;
import java.security.MessageDigest;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AuditIT {
  private static final String VALUE = "planted-value-8731";

  private final AuditLogs logs;
  private final IdentityServer server;

  AuditIT() throws Exception {
    logs = new AuditLogs();
    server = logs.server;
  }

  @AfterEach
  void stop() {
    logs.close();
  }

  @Test
  void every_change_is_in_the_log_with_who_did_what_from_where() throws Exception {
    Answer made = server.post(logs.keys(), logs.admin, "{\"name\":\"deploy bot\"}").expect(201);
    logs.putSecret("TOKEN");
    logs.putSecret("TOKEN");
    server.delete(logs.secrets() + "/TOKEN", logs.key).expect(204);
    server.delete(logs.keys() + "/" + made.text("id"), logs.admin).expect(204);
    server.delete("/api/v1/organization/logo", logs.admin).expect(204);
    server.post("/api/v1/vault/rotations", server.operatorToken(), "").expect(202);
    server.delete(logs.secrets() + "/TOKEN", logs.key).expect(404);
    logs.awaitDelivery();

    assertThat(logs.each("", "action"))
        .containsExactly(
            "vault.rotated",
            "api-keys.revoked",
            "secrets.deleted",
            "secrets.set",
            "secrets.set",
            "api-keys.created",
            "api-keys.created",
            "organization.created");
    Map<?, ?> created =
        (Map<?, ?>)
            server
                .get(
                    "/api/v1/audit?target=" + made.text("id") + "&action=api-keys.created",
                    logs.admin)
                .list("items")
                .getFirst();
    assertThat(created.get("actor")).isEqualTo(logs.admin);
    assertThat(created.get("organization")).isEqualTo(logs.organization.toString());
    assertThat(created.get("project")).isEqualTo(logs.project);
    assertThat(created.get("targetType")).isEqualTo("api-key");
    assertThat(String.valueOf(created.get("details"))).contains("deploy bot", "workflows:view");
    assertThat(created.get("address")).isEqualTo("127.0.0.1");
    assertThat((String) created.get("request")).isNotBlank();
    assertThat(logs.each("?action=vault", "actor")).containsExactly("operator");
  }

  @Test
  void no_secret_is_in_the_log_nor_on_its_way_there() throws Exception {
    Answer made = server.post(logs.keys(), logs.admin, "{\"name\":\"bot\"}").expect(201);
    logs.putSecret("TOKEN");
    server
        .bean(EnvironmentSecrets.class)
        .read(
            ProjectId.parse(logs.project).orElseThrow(),
            Set.of("TOKEN"),
            new SecretUse("exe_01h455vb4pex5vsknk084sn02q"));
    String way = String.join("\n", server.query("select payload::text from identity.outbox"));
    logs.awaitDelivery();
    await() // nobody but the schedule writes it down
        .untilAsserted(
            () ->
                assertThat(logs.each("?action=secrets.read&target=TOKEN", "actor"))
                    .containsExactly("system"));
    String log = String.join("\n", server.query("select t::text from identity.audit_entry t"));
    assertThat(log).contains("secrets.set", "secrets.read", "exe_01h455vb4pex5vsknk084sn02q");
    for (String secret :
        List.of(
            VALUE, made.text("key"), logs.key, IdentityServer.PASSWORD, server.operatorToken())) {
      assertThat(log).doesNotContain(secret);
      assertThat(way).doesNotContain(secret);
    }
  }

  @Test
  void a_change_that_is_rolled_back_leaves_no_entry_and_none_is_possible_outside_a_transaction()
      throws Exception {
    AuditTrail audit = server.context().getBean(AuditTrail.class, Qualifiers.byName("identity"));
    AuditEvent event = AuditEvent.of(logs.organization, null, "system", "tests.happened");
    assertThatThrownBy(() -> audit.record(event))
        .isInstanceOf(HawserException.Internal.class)
        .hasMessageContaining("outside a transaction");
    @SuppressWarnings("unchecked") // there is one kind of connection
    TransactionOperations<Connection> transactions =
        server.context().getBean(TransactionOperations.class, Qualifiers.byName("identity"));
    assertThatThrownBy(
            () ->
                transactions.executeWrite(
                    status -> {
                      audit.record(event);
                      throw new IllegalStateException("changed its mind");
                    }))
        .hasMessage("changed its mind");
    assertThat(server.query("select id from identity.outbox where payload::text like '%tests.%'"))
        .isEmpty();
  }

  @Test
  void filters_narrow_the_list_and_pages_go_on_where_they_ended() throws Exception {
    for (int i = 0; i < 5; i++) {
      logs.putSecret("S_" + i);
    }
    server.delete(logs.secrets() + "/S_1", logs.admin).expect(204);
    logs.awaitDelivery();
    assertThat(logs.each("?action=secrets", "targetId"))
        .containsExactly("S_1", "S_4", "S_3", "S_2", "S_1", "S_0");
    assertThat(logs.each("?action=secret", "targetId")).isEmpty();
    assertThat(logs.each("?action=secrets.deleted", "targetId")).containsExactly("S_1");
    assertThat(logs.each("?actor=" + logs.admin, "action")).containsExactly("secrets.deleted");
    assertThat(logs.each("?target=S_1", "action"))
        .containsExactly("secrets.deleted", "secrets.set");
    assertThat(logs.each("?project=" + logs.project + "&limit=200", "action")).hasSize(7);
    assertThat(logs.each("?project=prj_nonsense", "action")).isEmpty();
    assertThat(logs.each("?from=2100-01-01T00:00:00Z", "action")).isEmpty();
    assertThat(logs.each("?to=2100-01-01T00:00:00%2B01:00", "action")).hasSize(8);
    assertThat(logs.each("?to=1999-01-01T00:00:00Z", "action")).isEmpty();

    List<Object> paged = new ArrayList<>();
    String cursor = "";
    do {
      Answer page = server.get("/api/v1/audit?limit=3" + cursor, logs.admin).expect(200);
      page.list("items").forEach(item -> paged.add(((Map<?, ?>) item).get("sequence")));
      cursor = page.at("nextCursor") == null ? "" : "&cursor=" + page.text("nextCursor");
    } while (!cursor.isEmpty());
    assertThat(paged).containsExactly(8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L);

    for (String bad :
        List.of(
            "from=yesterday",
            "to=2026-13-01T00:00:00Z",
            "actor=" + "a".repeat(501),
            "from=0001-01-01T00:00:00Z")) {
      Answer refused = server.get("/api/v1/audit?" + bad, logs.admin);
      refused.expect(422, "identity.audit-query-invalid");
      assertThat(String.valueOf(refused.json())).contains("/" + bad.substring(0, bad.indexOf('=')));
    }
    server.get("/api/v1/audit?cursor=abc", logs.admin).expect(422, "core.page-invalid");
    server.get("/api/v1/audit/export?format=xml", logs.admin).expect(422);
    server
        .get("/api/v1/audit/verification?anchor=1:zz", logs.admin)
        .expect(422, "identity.audit-anchor-invalid");
  }

  @Test
  void only_who_may_see_it_sees_the_log_and_only_that_of_the_own_organization() throws Exception {
    UUID other = UUID.fromString("00000000-0000-7000-8000-000000000001");
    server.execute(
        "insert into identity.organization values ('%s', 'Other', now())".formatted(other));
    String stranger = TestMembers.add(server, new OrganizationId(other), Role.ADMIN).toString();
    logs.awaitDelivery();
    assertThat(server.get("/api/v1/audit", stranger).expect(200).list("items")).isEmpty();
    assertThat(server.get("/api/v1/audit?actor=" + logs.admin, stranger).list("items")).isEmpty();
    assertThat(server.get("/api/v1/audit/verification", stranger).at("to")).isEqualTo(0L);
    for (String path :
        List.of("/api/v1/audit", "/api/v1/audit/export", "/api/v1/audit/verification")) {
      server.get(path, null).expect(401);
      server.get(path, logs.key).expect(403, "core.access-denied");
      for (Role role : List.of(Role.MEMBER, Role.SUPPORT, Role.VIEWER)) {
        String member = TestMembers.add(server, logs.organization, role).toString();
        server.get(path, member).expect(403, "core.access-denied");
      }
    }
    server.get("/api/v1/audit/verifications", logs.admin).expect(403, "core.access-denied");
    Answer all = server.get("/api/v1/audit/verifications", server.operatorToken()).expect(200);
    assertThat(all.list("items")).hasSize(1);
  }

  @Test
  void an_export_is_the_whole_log_and_its_chain_can_be_verified_elsewhere() throws Exception {
    server.execute( // more than are in memory at a time
        """
        insert into identity.outbox (id, name, payload) select gen_random_uuid(),
          'audit.recorded.v1', ('{"organization":"%s","actor":"=cmd","action":"tests.happened",
          "at":"2026-01-01T00:00:00.000000Z","details":{"n":' || n || ',"text":"a,\\"b\\" ü"}}')::json
        from generate_series(0, 449) n
        """
            .formatted(logs.organization));
    logs.awaitDelivery();
    List<String> lines = logs.exported("");
    assertThat(lines).hasSize(452);
    byte[] hash = new byte[32];
    for (String line : lines) {
      String entry = line.substring("{'hash':'','entry':".length() + 64, line.length() - 1);
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(hash);
      hash = digest.digest(entry.getBytes(UTF_8));
      assertThat(line).startsWith("{\"hash\":\"" + HexFormat.of().formatHex(hash) + "\"");
    }
    assertThat(logs.verify("").text("anchor")).isEqualTo("452:" + HexFormat.of().formatHex(hash));
    assertThat(logs.exported("?action=tests")).hasSize(450);
    List<String> table = logs.exported("?format=csv&action=tests");
    assertThat(table).hasSize(451);
    assertThat(table.getFirst()).startsWith("sequence,at,actor,action,");
    assertThat(table.get(1))
        .startsWith("3,2026-01-01T00:00:00.000000Z,'=cmd,tests.happened,")
        .contains("\"{\"\"n\"\":0,\"\"text\"\":\"\"a,\\\"\"b\\\"\" ü\"\"}\"");
    assertThat(logs.export("?format=csv").headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/csv");
  }

  @Test
  void an_event_that_is_delivered_again_changes_nothing() throws Exception {
    logs.awaitDelivery();
    String before = logs.verify("").text("anchor");
    server.execute(
        """
        insert into identity.outbox (id, name, payload)
        select id, 'audit.recorded.v1', entry from identity.audit_entry
        """);
    logs.awaitDelivery();
    assertThat(logs.verify("").text("anchor")).isEqualTo(before);
  }

  @Test
  void a_replica_that_dies_while_it_delivers_leaves_the_event_for_the_next_one() throws Exception {
    logs.awaitDelivery();
    IdentityServer doomed = server;
    try (Connection other = server.database().connect()) {
      other.setAutoCommit(false);
      other.createStatement().execute("select 1 from identity.audit_chain for update");
      logs.putSecret("TOKEN");
      await() // the delivery has begun, and waits for the chain
          .untilAsserted(
              () ->
                  assertThat(
                          server.query(
                              "select pid::text from pg_stat_activity where wait_event_type = 'Lock'"))
                      .isNotEmpty());
      server.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where datname = current_database() and pid <> pg_backend_pid()"
              + " and backend_type = 'client backend' and state <> 'idle in transaction'");
      assertThat(server.query("select id::text from identity.outbox")).hasSize(1);
      other.rollback();
    }
    try (IdentityServer next = doomed.sibling()) {
      logs.awaitDelivery();
      assertThat(
              next.query("select count(*) from identity.audit_entry where action = 'secrets.set'"))
          .containsExactly("1");
    }
    assertThat(logs.verify("").at("holds")).isEqualTo(true);
  }

  @Test
  void changes_on_two_replicas_at_once_are_all_in_one_chain() throws Exception {
    try (IdentityServer other = server.sibling();
        var threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        IdentityServer replica = i % 2 == 0 ? server : other;
        String body = "{\"name\":\"key %d\"}".formatted(i);
        calls.add(() -> replica.post(logs.keys(), logs.admin, body).status());
      }
      for (var status : threads.invokeAll(calls)) {
        assertThat(status.get()).isEqualTo(201);
      }
    }
    logs.awaitDelivery();
    Answer found = logs.verify("");
    assertThat(found.at("holds")).isEqualTo(true);
    assertThat(found.at("entries")).isEqualTo(62L);
    assertThat(logs.each("?action=api-keys.created&limit=200", "targetId"))
        .hasSize(61)
        .doesNotHaveDuplicates();
  }

  @Test
  void a_poisoned_event_does_not_keep_others_out_of_the_log() throws Exception {
    server.execute(
        """
        insert into identity.outbox (id, name, payload)
        values (gen_random_uuid(), 'audit.recorded.v1', '{"organization":"nobody"}')
        """);
    logs.putSecret("TOKEN");
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(() -> assertThat(logs.each("?action=secrets.set", "actor")).hasSize(1));
    // It alone stays, and it was tried.
    await()
        .atMost(Duration.ofSeconds(15))
        .untilAsserted(
            () ->
                assertThat(server.query("select attempts > 0 from identity.outbox"))
                    .containsExactly("t"));
  }
}
