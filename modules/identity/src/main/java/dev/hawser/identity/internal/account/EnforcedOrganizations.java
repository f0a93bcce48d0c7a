package dev.hawser.identity.internal.account;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.OrganizationId;
import jakarta.inject.Singleton;

/** The organizations whose members sign in with single sign-on only: passwords do not count. */
@Singleton
public final class EnforcedOrganizations {
  private final EnforcementRepository rows;

  EnforcedOrganizations(EnforcementRepository rows) {
    this.rows = rows;
  }

  /** Whether the organization is one of them now. */
  public boolean contains(OrganizationId organization) {
    return rows.find(organization).filter(EnforcementRow::enforced).isPresent();
  }

  /**
   * The same, and it stays so until the transaction ends: who begins to enforce it meanwhile waits,
   * and then finds what this transaction has done.
   */
  public boolean holds(OrganizationId organization) {
    return rows.hold(organization).filter(EnforcementRow::enforced).isPresent();
  }

  /**
   * For who is about to give somebody a password.
   *
   * @throws HawserException.Conflict when it would not count
   */
  void requirePasswords(OrganizationId organization) {
    if (contains(organization)) {
      throw AccountErrors.noPasswords();
    }
  }
}
