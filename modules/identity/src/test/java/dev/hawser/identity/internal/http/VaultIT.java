package dev.hawser.identity.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.config.Secret;
import dev.hawser.core.json.Json;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.EnvironmentSecrets;
import dev.hawser.identity.Keysets;
import dev.hawser.identity.SecretUse;
import dev.hawser.identity.SecretValue;
import dev.hawser.identity.VaultKeysetException;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import dev.hawser.identity.internal.vault.VaultTestAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultIT {
  private static final String VAULT = "/api/v1/vault";
  private static final String ROTATIONS = VAULT + "/rotations";
  private static final SecretUse USE = new SecretUse("exe_01h455vb4pex5vsknk084sn02q");

  @TempDir private Path folder;
  private IdentityServer server;
  private ProjectId project;
  private String key;

  @BeforeEach
  void start() {
    server = IdentityServer.start();
    Answer made = server.setUp(server.openSetup()).expect(201);
    project = ProjectId.parse(made.text("project", "id")).orElseThrow();
    key = made.text("apiKey", "key");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void put(String name, String value) {
    Answer answer =
        server.put(
            "/api/v1/projects/" + project + "/secrets/" + name,
            key,
            new String(Json.write(Map.of("value", value)), UTF_8));
    assertThat(answer.status()).isIn(201, 204);
  }

  private Map<String, SecretValue> putMany(int count) {
    Map<String, SecretValue> all = new HashMap<>();
    for (int i = 0; i < count; i++) {
      put("S_" + i, "value-" + i);
      all.put("S_" + i, new SecretValue("value-" + i));
    }
    return all;
  }

  private Map<String, SecretValue> readAll(IdentityServer where) {
    EnvironmentSecrets secrets = where.bean(EnvironmentSecrets.class);
    return secrets.read(project, secrets.names(project), USE);
  }

  private static Answer vault(IdentityServer where) {
    return where.get(VAULT, where.operatorToken()).expect(200);
  }

  private static long waiting(IdentityServer where) {
    return (Long) vault(where).at("waiting");
  }

  private static void awaitRewrapped(IdentityServer where) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              Answer vault = vault(where);
              assertThat(vault.at("waiting")).isEqualTo(0L);
              assertThat(vault.at("running")).isEqualTo(false);
            });
  }

  private List<String> keysInUse() throws SQLException {
    return server.query("select distinct key_id from identity.vault_item order by 1");
  }

  @Test
  void the_first_start_makes_a_keyset_that_only_its_owner_can_read_and_keeps_it() throws Exception {
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.keyset())))
        .isEqualTo("rw-------");
    put("A", "value-a");
    String before = Files.readString(server.keyset());
    try (IdentityServer again = server.sibling()) {
      assertThat(Files.readString(server.keyset())).isEqualTo(before);
      assertThat(readAll(again)).isEqualTo(Map.of("A", new SecretValue("value-a")));
    }
    assertThat(server.everythingStored()).doesNotContain(keyMaterial(before));
  }

  private static String keyMaterial(String keyset) throws Exception {
    Map<?, ?> json = (Map<?, ?>) Json.read(keyset.getBytes(UTF_8));
    Map<?, ?> first = (Map<?, ?>) ((List<?>) json.get("key")).getFirst();
    return (String) ((Map<?, ?>) first.get("keyData")).get("value");
  }

  @Test
  void only_the_operator_sees_and_rotates_keys_and_may_nothing_else() {
    for (String path : List.of(VAULT, ROTATIONS)) {
      String method = path.equals(VAULT) ? "GET" : "POST";
      server.send(method, path, null, null, Map.of()).expect(401, "core.unauthenticated");
      server.send(method, path, key, null, Map.of()).expect(403);
      server.send(method, path, "hwo_x", null, Map.of()).expect(401);
    }
    String operator = server.operatorToken();
    server.get("/api/v1/projects/" + project + "/secrets", operator).expect(403);
    server.get("/api/v1/me", operator).expect(401);
    assertThat(vault(server).list("keys")).hasSize(1);
    try (IdentityServer other = server.sibling()) {
      other.get(VAULT, operator).expect(401);
    }
  }

  @Test
  void a_rotation_re_wraps_everything_while_replicas_read_and_write() throws Exception {
    putMany(120);
    String before = vault(server).text("current");
    try (IdentityServer other = server.sibling();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      AtomicBoolean done = new AtomicBoolean();
      Future<Integer> writes =
          threads.submit(
              () -> {
                int count = 0;
                while (!done.get()) {
                  put("S_" + count % 120, "changed-" + count % 120);
                  assertThat(readAll(other)).hasSize(120);
                  count++;
                }
                return count;
              });
      Answer begun = server.post(ROTATIONS, server.operatorToken(), "").expect(202);
      assertThat(begun.at("newKey")).isEqualTo(true);
      assertThat(begun.text("vault", "current")).isNotEqualTo(before);
      awaitRewrapped(server);
      done.set(true);
      assertThat(writes.get()).isPositive();
      VaultTestAccess.rewrap(other.context()); // takes the new key over
      VaultTestAccess.rewrap(server.context());
      assertThat(keysInUse()).containsExactly(begun.text("vault", "current"));
      assertThat(vault(other).text("current")).isEqualTo(begun.text("vault", "current"));
      assertThat(readAll(server)).hasSize(120).isEqualTo(readAll(other));
    }
    assertThat(vault(server).list("keys")).hasSize(2);
  }

  @Test
  void a_rotation_that_was_cut_off_goes_on_after_the_next_start_without_another_key()
      throws Exception {
    Map<String, SecretValue> all = putMany(2 * VaultTestAccess.BATCH + 20);
    String before = vault(server).text("current");
    try (Connection blocker = server.database().connect()) {
      blocker.setAutoCommit(false);
      try (var statement = blocker.createStatement()) {
        statement.execute(
            "select 1 from identity.vault_item where id = (select id from identity.vault_item"
                + " order by id limit 1 offset "
                + (VaultTestAccess.BATCH + 5)
                + ") for update");
        try (IdentityServer dying = server.sibling()) {
          dying.post(ROTATIONS, dying.operatorToken(), "").expect(202);
          await().until(() -> waiting(dying) == all.size() - VaultTestAccess.BATCH);
          assertThat(readAll(dying)).isEqualTo(all);
        }
      }
      blocker.rollback();
    }
    assertThat(keysInUse()).hasSize(2).contains(before);
    try (IdentityServer next = server.sibling()) {
      assertThat(readAll(next)).isEqualTo(all);
      assertThat(waiting(next)).isEqualTo(all.size() - VaultTestAccess.BATCH);
      Answer again = next.post(ROTATIONS, next.operatorToken(), "").expect(202);
      assertThat(again.at("newKey")).isEqualTo(false);
      awaitRewrapped(next);
      assertThat(keysInUse()).hasSize(1).doesNotContain(before);
      assertThat(readAll(next)).isEqualTo(all);
      // the replica that knew nothing of all that finds the key when it needs it
      put("S_0", "value-0");
      assertThat(readAll(server)).isEqualTo(all);
    }
  }

  @Test
  void a_cut_off_rotation_is_finished_by_the_housekeeping_too() throws Exception {
    Map<String, SecretValue> all = putMany(10);
    String rotated = promoted(Files.readString(server.keyset()));
    Files.writeString(server.keyset(), rotated); // all that a process did that died at once
    VaultTestAccess.rewrap(server.context());
    assertThat(waiting(server)).isZero();
    assertThat(server.query("select id from identity.vault_key order by number"))
        .hasSize(2)
        .endsWith(vault(server).text("current"));
    assertThat(readAll(server)).isEqualTo(all);
  }

  private static String promoted(String keyset) throws VaultKeysetException {
    return Keysets.withNewestCurrent(Keysets.withNewKey(new Secret(keyset))).reveal();
  }

  @Test
  void a_key_that_the_database_never_heard_of_is_taken_before_another_is_made() throws Exception {
    putMany(3);
    String rotated = promoted(Files.readString(server.keyset()));
    Files.writeString(server.keyset(), rotated);
    server.post(ROTATIONS, server.operatorToken(), "").expect(202);
    awaitRewrapped(server);
    assertThat(vault(server).list("keys")).hasSize(2);
    assertThat(keysInUse()).containsExactly(vault(server).text("current"));
  }

  @Test
  void an_item_that_does_not_decrypt_is_named_and_holds_up_nothing_else() throws Exception {
    putMany(5);
    server.execute(
        "update identity.vault_item set wrapped_key = set_byte(wrapped_key, 30,"
            + " get_byte(wrapped_key, 30) # 1) where purpose = 'environment-secret/S_3'");
    String item =
        server
            .query("select id::text from identity.vault_item where purpose like '%S_3'")
            .getFirst();
    server.post(ROTATIONS, server.operatorToken(), "").expect(202);
    await()
        .untilAsserted(
            () -> {
              Answer vault = vault(server);
              assertThat(vault.at("running")).isEqualTo(false);
              assertThat(vault.list("damaged")).isEqualTo(List.of(item));
            });
    assertThat(waiting(server)).isEqualTo(1);
    put("S_3", "value-3");
    assertThat(waiting(server)).isZero();
  }

  @Test
  void a_file_that_was_replaced_by_a_foreign_keyset_is_ignored_while_the_server_runs()
      throws Exception {
    Map<String, SecretValue> all = putMany(3);
    String current = vault(server).text("current");
    Files.writeString(server.keyset(), Keysets.create().reveal());
    VaultTestAccess.rewrap(server.context());
    assertThat(vault(server).text("current")).isEqualTo(current);
    server
        .post(ROTATIONS, server.operatorToken(), "")
        .expect(409, "identity.vault-keyset-unwritable");
    assertThat(readAll(server)).isEqualTo(all);
  }

  @Test
  void a_lost_keyset_is_told_at_the_start_and_no_other_is_made() throws Exception {
    put("A", "value-a");
    String current = vault(server).text("current");
    Path lost = folder.resolve("lost.json");
    assertRefused(lost, lost + " does not exist", current);
    assertThat(lost).doesNotExist();
  }

  @Test
  void a_keyset_of_another_installation_is_told_at_the_start() throws Exception {
    String current = vault(server).text("current");
    Path foreign = folder.resolve("foreign.json");
    Files.writeString(foreign, Keysets.create().reveal());
    assertRefused(foreign, "which is not in the file " + foreign, current);
  }

  @Test
  void a_keyset_with_another_key_under_the_same_id_is_told_at_the_start() throws Exception {
    String current = vault(server).text("current");
    Path forged = folder.resolve("forged.json");
    String other = Keysets.create().reveal();
    String otherId =
        String.valueOf(((Map<?, ?>) Json.read(other.getBytes(UTF_8))).get("primaryKeyId"));
    Files.writeString(forged, other.replace(otherId, current.substring("local:".length())));
    assertRefused(forged, "is another one than the database was encrypted with", current);
  }

  @Test
  void what_is_no_keyset_is_told_at_the_start_without_being_quoted() throws Exception {
    Path broken = folder.resolve("broken.json");
    Files.writeString(broken, Files.readString(server.keyset()).substring(0, 60));
    assertRefused(broken, "not a keyset");
  }

  private void assertRefused(Path keyset, String... texts) {
    assertThatThrownBy(() -> server.sibling(keyset).close())
        .satisfies(
            error -> {
              Throwable cause = error;
              while (cause != null && !(cause instanceof VaultKeysetException)) {
                cause = cause.getCause();
              }
              assertThat(cause).isInstanceOf(VaultKeysetException.class);
              assertThat(cause).hasMessageContainingAll(texts);
              assertThat(((VaultKeysetException) cause).remedy())
                  .contains("vault-keyset.json", "HAWSER_VAULT_KEYSET", keyset.toString());
            });
  }

  @Test
  void of_two_first_starts_with_a_keyset_each_the_second_is_refused_before_it_writes_anything()
      throws Exception {
    assertThat(server.query("select count(*)::text from identity.vault_item")).containsExactly("0");
    Path own = folder.resolve("own.json");
    assertRefused(own, own + " does not exist");
    assertThat(own).doesNotExist();
  }
}
