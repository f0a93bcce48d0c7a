package dev.hawser.identity.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.json.Json;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.EnvironmentSecrets;
import dev.hawser.identity.SecretUse;
import dev.hawser.identity.SecretValue;
import dev.hawser.identity.VaultKeyset;
import dev.hawser.identity.VaultKeysetException;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import dev.hawser.identity.internal.vault.FakeAwsKms;
import dev.hawser.identity.internal.vault.FakeKeyServer.Mode;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The vault with a key in AWS KMS, which can be switched off. */
class VaultCloudIT {
  private static final String VAULT = "/api/v1/vault";
  private static final String ROTATIONS = VAULT + "/rotations";
  private static final SecretUse USE = new SecretUse("exe_01h455vb4pex5vsknk084sn02q");
  private static final String ID = "aws-kms:" + FakeAwsKms.KEY;

  private final FakeAwsKms kms = new FakeAwsKms();
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
    kms.close();
    assertThat(kms.problems()).isEmpty();
  }

  private Map<String, String> wrapping(String arn) {
    return Map.of(
        "hawser.vault.kek",
        "aws-kms",
        "hawser.vault.key",
        arn,
        "hawser.vault.aws.endpoint",
        kms.uri().toString());
  }

  private Map<String, String> reading(String arn) {
    return Map.of(
        "hawser.vault.other-keys", arn, "hawser.vault.aws.endpoint", kms.uri().toString());
  }

  private Answer put(IdentityServer where, String name, String value) {
    return where.put(
        "/api/v1/projects/" + project + "/secrets/" + name,
        key,
        new String(Json.write(Map.of("value", value)), UTF_8));
  }

  private Map<String, SecretValue> putMany(int count) {
    Map<String, SecretValue> all = new HashMap<>();
    for (int i = 0; i < count; i++) {
      assertThat(put(server, "S_" + i, "value-" + i).status()).isIn(201, 204);
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

  private static Answer rotate(IdentityServer where) {
    return where.post(ROTATIONS, where.operatorToken(), "").expect(202);
  }

  private static void awaitRewrapped(IdentityServer where) {
    await()
        .atMost(Duration.ofSeconds(60))
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
  void a_change_from_the_keyset_to_a_cloud_goes_on_where_it_was_cut_off_and_all_stays_readable()
      throws Exception {
    Map<String, SecretValue> all = putMany(120);
    String local = vault(server).text("current");
    try (IdentityServer cut = server.sibling(wrapping(FakeAwsKms.KEY))) {
      assertThat(vault(cut).text("current")).isEqualTo(ID);
      assertThat(readAll(cut)).isEqualTo(all);
      kms.goDownAfter(70);
      assertThat(rotate(cut).at("newKey")).isEqualTo(false);
      await().until(() -> vault(cut).at("failure") != null);
      assertThat(vault(cut).at("waiting")).isEqualTo(50L);
      assertThat(vault(cut).text("failure")).contains("key service").doesNotContain("Postgres");
    }
    assertThat(keysInUse()).containsExactly(ID, local);
    kms.mode(Mode.UP);
    try (IdentityServer next = server.sibling(wrapping(FakeAwsKms.KEY))) {
      assertThat(readAll(next)).isEqualTo(all);
      rotate(next);
      awaitRewrapped(next);
      assertThat(keysInUse()).containsExactly(ID);
      assertThat(readAll(next)).isEqualTo(all);
      assertThat(next.everythingStored()).doesNotContain("value-7");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  String.join(
                          " ",
                          server.query(
                              "select entry::text from identity.audit_entry"
                                  + " where action = 'vault.rotated'"))
                      .contains(ID));
    }
    Files.delete(server.keyset()); // nothing needs it any more
    try (IdentityServer without = server.sibling(wrapping(FakeAwsKms.KEY))) {
      assertThat(readAll(without)).isEqualTo(all);
      assertThat(server.keyset()).doesNotExist();
    }
  }

  @Test
  void a_change_back_to_the_keyset_is_a_rotation_too_and_a_replica_that_cannot_read_is_refused()
      throws Exception {
    Map<String, SecretValue> all = putMany(5);
    String local = vault(server).text("current");
    try (IdentityServer cloud = server.sibling(wrapping(FakeAwsKms.KEY))) {
      rotate(cloud);
      awaitRewrapped(cloud);
    }
    assertRefused(Map.of(), ID, "hawser.vault.other-keys");
    try (IdentityServer back = server.sibling(reading(FakeAwsKms.KEY))) {
      assertThat(vault(back).text("current")).isEqualTo(local);
      assertThat(readAll(back)).isEqualTo(all);
      rotate(back);
      awaitRewrapped(back);
      assertThat(keysInUse()).containsExactly(local);
      assertThat(readAll(back)).isEqualTo(all);
    }
    try (IdentityServer alone = server.sibling(Map.of())) {
      assertThat(readAll(alone)).isEqualTo(all);
    }
  }

  @Test
  void another_key_of_the_cloud_takes_over() throws Exception {
    Map<String, SecretValue> all = putMany(3);
    try (IdentityServer first = server.sibling(wrapping(FakeAwsKms.KEY))) {
      rotate(first);
      awaitRewrapped(first);
    }
    Map<String, String> both = new HashMap<>(wrapping(FakeAwsKms.SECOND_KEY));
    both.put("hawser.vault.other-keys", FakeAwsKms.KEY);
    try (IdentityServer second = server.sibling(both)) {
      rotate(second);
      awaitRewrapped(second);
      assertThat(readAll(second)).isEqualTo(all);
    }
    try (IdentityServer alone = server.sibling(wrapping(FakeAwsKms.SECOND_KEY))) {
      assertThat(readAll(alone)).isEqualTo(all);
    }
  }

  @Test
  void while_the_cloud_is_away_warm_keys_go_on_for_ten_minutes_and_nothing_is_lost()
      throws Exception {
    Map<String, SecretValue> all = putMany(3);
    try (IdentityServer cloud = server.sibling(wrapping(FakeAwsKms.KEY))) {
      rotate(cloud);
      awaitRewrapped(cloud);
      TestClock clock = cloud.bean(TestClock.class);
      assertThat(readAll(cloud)).isEqualTo(all);
      kms.mode(Mode.DOWN);
      for (int minute = 1; minute <= 9; minute++) {
        clock.forward(Duration.ofMinutes(1)); // the rows are read again, the keys are not
        assertThat(readAll(cloud)).isEqualTo(all);
      }
      Answer refused = put(cloud, "S_NEW", "value-new");
      refused.expect(503, "identity.vault-key-service-unavailable");
      assertThat(refused.at("retryable")).isEqualTo(true);
      assertThat(String.valueOf(refused.json())).doesNotContain("arn:");

      clock.forward(Duration.ofSeconds(70));
      assertThatThrownBy(() -> readAll(cloud))
          .isInstanceOfSatisfying(
              HawserException.Unavailable.class,
              e ->
                  assertThat(e.code().toString())
                      .contains("identity.vault-key-service-unavailable"));

      kms.mode(Mode.UP);
      await().ignoreExceptions().untilAsserted(() -> assertThat(readAll(cloud)).isEqualTo(all));
      assertThat(put(cloud, "S_NEW", "value-new").status()).isEqualTo(201);
    }
  }

  @Test
  void a_refusal_is_told_apart_and_ends_with_the_right_that_was_missing() {
    Map<String, SecretValue> all = putMany(1);
    try (IdentityServer cloud = server.sibling(wrapping(FakeAwsKms.KEY))) {
      rotate(cloud);
      awaitRewrapped(cloud);
      cloud.bean(TestClock.class).forward(Duration.ofMinutes(20));
      kms.mode(Mode.DENYING);
      put(cloud, "S_0", "value-x").expect(503, "identity.vault-key-service-refused");
      assertThatThrownBy(() -> readAll(cloud)).isInstanceOf(HawserException.Unavailable.class);
      kms.mode(Mode.UP);
      assertThat(readAll(cloud)).isEqualTo(all);
    }
  }

  @Test
  void health_tells_of_the_service_without_asking_it_each_time() {
    assertThat(server.bean(VaultKeyset.class).health()).isEmpty();
    try (IdentityServer cloud = server.sibling(wrapping(FakeAwsKms.KEY))) {
      VaultKeyset keys = cloud.bean(VaultKeyset.class);
      TestClock clock = cloud.bean(TestClock.class);
      int before = kms.calls();
      for (int i = 0; i < 100; i++) {
        assertThat(keys.health().orElseThrow().up()).isTrue();
      }
      assertThat(kms.calls()).isEqualTo(before);
      kms.mode(Mode.DOWN);
      clock.forward(Duration.ofMinutes(1));
      await()
          .untilAsserted(
              () -> assertThat(keys.health().orElseThrow().detail()).contains("does not answer"));
      assertThat(keys.health().orElseThrow().up()).isTrue(); // what is warm goes on
      clock.forward(Duration.ofMinutes(10));
      assertThat(keys.health().orElseThrow().up()).isFalse();
      kms.mode(Mode.UP);
      await().until(() -> keys.health().orElseThrow().up());
    }
  }

  @Test
  void a_start_says_what_is_wrong_with_the_key_and_changes_nothing() throws Exception {
    String gone = FakeAwsKms.KEY.replace("1234abcd", "00000000");
    assertRefused(wrapping(gone), "NotFoundException", "hawser.vault.key");
    kms.mode(Mode.DOWN);
    assertRefused(wrapping(FakeAwsKms.KEY), "no answer from AWS KMS", "hawser.vault.key");
    kms.mode(Mode.DENYING);
    assertRefused(wrapping(FakeAwsKms.KEY), "AccessDeniedException", "hawser.vault.key");
    assertThat(server.query("select count(*)::text from identity.vault_key")).containsExactly("1");
  }

  private void assertRefused(Map<String, String> settings, String problem, String remedy) {
    assertThatThrownBy(() -> server.sibling(settings).close())
        .satisfies(
            error -> {
              Throwable cause = error;
              while (cause != null && !(cause instanceof VaultKeysetException)) {
                cause = cause.getCause();
              }
              assertThat(cause).isInstanceOf(VaultKeysetException.class);
              assertThat(cause).hasMessageContaining(problem);
              assertThat(((VaultKeysetException) cause).remedy()).contains(remedy);
            });
  }
}
