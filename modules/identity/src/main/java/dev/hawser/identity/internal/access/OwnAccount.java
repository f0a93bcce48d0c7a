package dev.hawser.identity.internal.access;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.UserId;

/** What people do with their own accounts, for the audit log. */
public final class OwnAccount {
  private OwnAccount() {}

  /** By a user, on the same user. */
  public static AuditEvent event(OrganizationId organization, UserId user, String action) {
    return AuditEvent.of(organization, null, user.toString(), action).on("user", user);
  }
}
