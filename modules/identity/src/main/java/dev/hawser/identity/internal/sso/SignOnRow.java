package dev.hawser.identity.internal.sso;

import dev.hawser.core.tenancy.OrganizationId;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code single_sign_on}. */
@MappedEntity(value = "single_sign_on", schema = "identity")
record SignOnRow(
    @Id UUID organizationId,
    UUID revision,
    String issuer,
    String clientId,
    UUID vaultItemId,
    String scopes,
    String groupsClaim,
    String roleGroups,
    @Nullable String defaultRole,
    String domains,
    boolean jitUsers,
    boolean trustEmail,
    boolean enforced,
    @Nullable Instant provenAt,
    Instant changedAt,
    String changedBy) {
  public OrganizationId organization() {
    return new OrganizationId(organizationId);
  }

  /** What it says; the secret is not in it. */
  SignOnSettings settings() {
    return new SignOnSettings(
        issuer,
        clientId,
        null,
        words(scopes),
        groupsClaim,
        RoleMapping.read(roleGroups, defaultRole),
        words(domains),
        jitUsers,
        trustEmail,
        enforced);
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : List.of(text.split(" ", -1));
  }
}
