package dev.hawser.identity.internal.http;

import dev.hawser.identity.internal.audit.Verifier;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The forms of the audit log in the API. */
final class AuditSchemas {
  private AuditSchemas() {}

  /**
   * @param sequence its place in the log of the organization, from 1
   * @param at when it happened
   * @param actor who did it: {@code usr_…}, {@code key_…}, {@code operator} or {@code system}
   * @param action module and what happened, for example {@code workflows.deployed}
   * @param targetType what it was done to, for example {@code workflow}
   * @param targetId the id or name of that
   * @param details more about it, never a secret
   * @param request the id of the HTTP request
   * @param address from where that came
   * @param hash of this entry and all before it
   */
  @Serdeable
  @Schema(name = "AuditEntry")
  record AuditEntry(
      String id,
      long sequence,
      Instant at,
      String organization,
      @Nullable String project,
      String actor,
      String action,
      @Nullable String targetType,
      @Nullable String targetId,
      Map<String, Object> details,
      @Nullable String request,
      @Nullable String address,
      String hash) {}

  @Serdeable
  @Schema(name = "AuditPage")
  record AuditPage(List<AuditEntry> items, @Nullable String nextCursor) {}

  /**
   * @param holds whether every entry is what was recorded
   * @param from the first entry that was looked at; those before are in the archive
   * @param to the last entry
   * @param entries how many hold
   * @param anchor the end of the log: note it outside of Hawser, and ask with it later
   * @param brokenAt the first entry that does not hold
   * @param reason what is wrong there
   */
  @Serdeable
  @Schema(name = "AuditVerification")
  record AuditVerification(
      String organization,
      boolean holds,
      long from,
      long to,
      long entries,
      String anchor,
      @Nullable Long brokenAt,
      @Nullable String reason) {
    static AuditVerification of(Verifier.Verification found) {
      return new AuditVerification(
          found.organization().toString(),
          found.brokenAt() == null,
          found.from(),
          found.to(),
          found.entries(),
          found.to() + ":" + found.hash(),
          found.brokenAt(),
          found.reason());
    }
  }
}
