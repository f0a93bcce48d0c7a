package dev.hawser.core.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuditEventTest {
  private static final OrganizationId ORGANIZATION = new OrganizationId(new UUID(0, 1));
  private static final ProjectId PROJECT = new ProjectId(new UUID(0, 2));
  private static final Caller CALLER = new Caller(ORGANIZATION, PROJECT, "key_1");

  @Test
  void its_json_has_the_names_in_order_and_leaves_out_what_is_not_known() {
    AuditEvent event =
        AuditEvent.by(CALLER, "workflows.deployed")
            .on("workflow", "wf_1")
            .with("version", 3)
            .with("nothing", null)
            .with("listeners", List.of("a", "b"));
    RecordedAudit recorded =
        new RecordedAudit(
            new UUID(1, 1), event, Instant.parse("2026-03-04T05:06:07Z"), "r-1", null);
    assertThat(recorded.toEvent().payload())
        .isEqualTo(
            """
            {"action":"workflows.deployed","actor":"key_1","at":"2026-03-04T05:06:07.000000Z",\
            "details":{"listeners":["a","b"],"version":3},"organization":"%s","project":"%s",\
            "request":"r-1","targetId":"wf_1","targetType":"workflow"}"""
                .formatted(ORGANIZATION, PROJECT));
  }

  @Test
  void texts_are_cut_and_keep_only_what_every_store_can_keep() {
    String smiley = "\uD83D\uDE00";
    AuditEvent event =
        AuditEvent.by(CALLER, "workflows.updated")
            .with("long", "x".repeat(1_000))
            .with("pairs", smiley.repeat(400))
            .with("odd", "a" + smiley.repeat(400))
            .with("bad", "a\u0000b\uD83Dc\uDE00")
            .with("list", Collections.nCopies(600, "y".repeat(600)));
    assertThat(event.details().get("long")).isEqualTo("x".repeat(499) + "…");
    assertThat((String) event.details().get("pairs")).hasSize(499).endsWith(smiley + "…");
    assertThat((String) event.details().get("odd")).hasSize(500).endsWith(smiley + "…");
    assertThat(event.details().get("bad")).isEqualTo("a\uFFFDb\uFFFDc\uFFFD");
    assertThat((List<?>) event.details().get("list")).hasSize(500);
    assertThat(new RecordedAudit(new UUID(1, 1), event, Instant.EPOCH, null, null).toEvent())
        .isNotNull();
  }

  @Test
  void an_action_or_a_detail_with_another_form_is_a_bug() {
    for (String action : List.of("deployed", "Workflows.deployed", "workflows.", "a.b c")) {
      assertThatThrownBy(() -> AuditEvent.by(CALLER, action))
          .isInstanceOf(IllegalArgumentException.class);
    }
    AuditEvent event = AuditEvent.by(CALLER, "workflows.deployed");
    assertThatThrownBy(() -> event.with("not a name", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
