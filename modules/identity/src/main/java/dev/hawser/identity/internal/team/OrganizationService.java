package dev.hawser.identity.internal.team;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.OrganizationId;
import jakarta.inject.Singleton;
import java.time.Instant;

/** An organization as such. */
@Singleton
public final class OrganizationService {
  private static final ErrorCode MISSING = new ErrorCode("identity.organization-missing");

  /** An organization. */
  public record Organization(String name, Instant createdAt) {}

  private final OrganizationRepository rows;

  OrganizationService(OrganizationRepository rows) {
    this.rows = rows;
  }

  /** The caller's own, so it exists. */
  public Organization get(OrganizationId id) {
    return rows.find(id.value())
        .map(row -> new Organization(row.name(), row.createdAt()))
        .orElseThrow(
            () ->
                new HawserException.Internal(
                    MISSING, "A caller belongs to " + id + ", which is gone", null));
  }

  public void rename(OrganizationId id, String name) {
    rows.rename(id.value(), name);
  }
}
