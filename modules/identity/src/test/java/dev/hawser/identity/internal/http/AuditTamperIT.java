package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.postgres.PlainDataSources;
import dev.hawser.identity.internal.audit.AuditTestAccess;
import dev.hawser.identity.internal.http.IdentityServer.Answer;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobStore;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done to a log behind our back is found, as far as a chain can find it. */
class AuditTamperIT {
  private static final String AGED =
      "update identity.audit_entry set recorded_at = now() - interval '366 days' where sequence <= ";

  private final AuditLogs logs;
  private final IdentityServer server;

  AuditTamperIT() throws Exception {
    logs = new AuditLogs();
    server = logs.server;
  }

  @BeforeEach
  void tenEntries() {
    for (int i = 0; i < 8; i++) {
      logs.putSecret("S_" + i);
    }
    logs.awaitDelivery();
    assertThat(logs.verify("").at("entries")).isEqualTo(10L);
  }

  @AfterEach
  void stop() {
    logs.close();
  }

  private void brokenAt(long sequence, String query) {
    Answer found = logs.verify(query);
    assertThat(found.at("holds")).as(String.valueOf(found.json())).isEqualTo(false);
    assertThat(found.at("brokenAt")).as(found.text("reason")).isEqualTo(sequence);
  }

  private DataSource database() {
    return PlainDataSources.plain(
        server.context().getBean(DataSource.class, Qualifiers.byName("identity")));
  }

  @Test
  void postgres_refuses_to_change_the_log() {
    for (String change :
        List.of(
            "update identity.audit_entry set hash = hash",
            "delete from identity.audit_entry",
            "truncate identity.audit_entry")) {
      assertThatThrownBy(() -> server.execute(change)).hasMessageContaining("append-only");
    }
    for (String change :
        List.of(
            "update identity.audit_chain set sequence = sequence - 1",
            "update identity.audit_chain set hash = archived_hash",
            "delete from identity.audit_chain",
            "truncate identity.audit_chain")) {
      assertThatThrownBy(() -> server.execute(change)).hasMessageContaining("only grows");
    }
    assertThatThrownBy(() -> server.execute("update identity.audit_entry set actor = 'me'"))
        .hasMessageContaining("actor");
  }

  @Test
  void a_changed_entry_is_found() throws Exception {
    logs.tamper(
        "update identity.audit_entry set entry = replace(entry::text, 'secrets.set', 'secrets.got')::json"
            + " where sequence = 5");
    brokenAt(5, "");
    assertThat(
            server
                .get("/api/v1/audit/verifications", server.operatorToken())
                .list("items")
                .toString())
        .contains("holds=false", "brokenAt=5");
  }

  @Test
  void a_changed_entry_with_a_hash_that_fits_is_found_at_the_next_one() throws Exception {
    logs.tamper(
        "update identity.audit_entry set entry = replace(entry::text, 'secrets.set', 'secrets.got')::json"
            + " where sequence = 5",
        """
        update identity.audit_entry e set hash = sha256(p.hash || convert_to(e.entry::text, 'UTF8'))
        from identity.audit_entry p where p.sequence = 4 and e.sequence = 5
        """);
    brokenAt(6, "");
  }

  @Test
  void a_missing_entry_and_a_changed_order_are_found() throws Exception {
    logs.tamper(
        "create table identity.kept as select sequence, entry::text entry, hash, id from identity.audit_entry",
        "update identity.audit_entry e set entry = k.entry::json, hash = k.hash from identity.kept k"
            + " where e.sequence in (4, 5) and k.sequence = 9 - e.sequence");
    brokenAt(4, "");
    logs.tamper(
        "update identity.audit_entry e set entry = k.entry::json, hash = k.hash from identity.kept k"
            + " where e.sequence = k.sequence");
    assertThat(logs.verify("").at("holds")).isEqualTo(true);
    logs.tamper("delete from identity.audit_entry where sequence = 7");
    brokenAt(7, "");
  }

  @Test
  void a_log_that_was_cut_off_is_found_unless_its_end_was_forged_too() throws Exception {
    String anchor = logs.verify("").text("anchor");
    logs.tamper("delete from identity.audit_entry where sequence > 8");
    brokenAt(9, "");
    logs.tamper(
        "update identity.audit_chain set sequence = 8, hash ="
            + " (select hash from identity.audit_entry where sequence = 8)");
    assertThat(logs.verify("").at("holds")).as("a chain alone cannot know").isEqualTo(true);
    brokenAt(9, "?anchor=" + anchor);
  }

  @Test
  void a_log_that_was_written_anew_is_only_found_by_who_has_noted_its_end() throws Exception {
    String anchor = logs.verify("").text("anchor");
    logs.tamper(
        "update identity.audit_entry set entry = replace(entry::text, 'secrets.set', 'secrets.got')::json"
            + " where sequence = 5");
    for (int i = 5; i <= 10; i++) {
      logs.tamper(
          """
          update identity.audit_entry e set hash = sha256(p.hash || convert_to(e.entry::text, 'UTF8'))
          from identity.audit_entry p where p.sequence = %d and e.sequence = %d
          """
              .formatted(i - 1, i));
    }
    logs.tamper(
        "update identity.audit_chain set hash ="
            + " (select hash from identity.audit_entry where sequence = 10)");
    assertThat(logs.verify("").at("holds")).as("a chain alone cannot know").isEqualTo(true);
    brokenAt(10, "?anchor=" + anchor);
  }

  @Test
  void old_entries_are_archived_and_the_chain_goes_on_across_the_cut() throws Exception {
    String anchor = logs.verify("").text("anchor");
    logs.tamper(AGED + 6);
    AuditTestAccess.archive(server.context());
    AuditTestAccess.archive(server.context());
    assertThat(server.query("select min(sequence) from identity.audit_entry")).containsExactly("7");
    assertThat(AuditTestAccess.segments(server.context(), logs.organization)).hasSize(1);
    assertThat(logs.verify("").at("from")).isEqualTo(7L);
    assertThat(logs.verify("").at("entries")).isEqualTo(4L);
    Answer whole = logs.verify("?archive=true&anchor=" + anchor);
    assertThat(whole.at("holds")).as(String.valueOf(whole.json())).isEqualTo(true);
    assertThat(whole.at("entries")).isEqualTo(10L);
    logs.putSecret("LATER");
    logs.awaitDelivery();
    logs.tamper(AGED + 9);
    AuditTestAccess.archive(server.context());
    assertThat(AuditTestAccess.segments(server.context(), logs.organization)).hasSize(2);
    assertThat(logs.verify("?archive=true&anchor=" + anchor).at("entries")).isEqualTo(11L);
    assertThat(
            server
                .get("/api/v1/audit/verification?anchor=1:" + "0".repeat(64), logs.admin)
                .status())
        .isEqualTo(422);

    BlobStore blobs = server.bean(BlobStore.class);
    blobs.delete(
        new BlobKey(AuditTestAccess.segments(server.context(), logs.organization).getLast()));
    brokenAt(7, "?archive=true");
  }

  @Test
  void one_that_dies_after_it_has_stored_a_segment_leaves_nothing_twice() throws Exception {
    logs.tamper(AGED + 6);
    AuditTestAccess.storeOnly(server.context(), database(), logs.organization, 4);
    assertThat(logs.verify("?archive=true").at("entries")).isEqualTo(10L);
    AuditTestAccess.archive(server.context());
    assertThat(AuditTestAccess.segments(server.context(), logs.organization))
        .hasSize(2)
        .first()
        .asString()
        .endsWith("000000000000001-000000000000004.ndjson.gz");
    Answer whole = logs.verify("?archive=true");
    assertThat(whole.at("holds")).as(String.valueOf(whole.json())).isEqualTo(true);
    assertThat(whole.at("entries")).isEqualTo(10L);
  }

  @Test
  void nothing_is_deleted_while_the_store_is_down_or_when_the_log_does_not_hold() throws Exception {
    logs.tamper(AGED + 6);
    server.bean(TestBeans.StoreSwitch.class).down.set(true);
    assertThatThrownBy(() -> AuditTestAccess.archive(server.context()))
        .isInstanceOf(RuntimeException.class);
    server.bean(TestBeans.StoreSwitch.class).down.set(false);
    assertThat(server.query("select count(*) from identity.audit_entry")).containsExactly("10");
    logs.tamper(
        "update identity.audit_entry set entry = replace(entry::text, 'secrets.set', 'secrets.got')::json"
            + " where sequence = 5");
    AuditTestAccess.archive(server.context());
    assertThat(server.query("select count(*) from identity.audit_entry")).containsExactly("10");
    assertThat(AuditTestAccess.segments(server.context(), logs.organization)).isEmpty();
  }

  @Test
  void young_entries_are_not_deleted_even_when_they_are_called_archived() throws Exception {
    logs.tamper("update identity.audit_chain set archived_sequence = 6");
    assertThatThrownBy(() -> server.execute("delete from identity.audit_entry where sequence = 1"))
        .hasMessageContaining("append-only");
  }
}
