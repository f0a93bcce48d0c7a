package dev.hawser.identity.internal.sso;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.audit.AuditTrail;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.OrganizationId;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.util.List;
import java.util.Optional;

/**
 * What the operator of the machine does when an organization's provider lets nobody in any more:
 * passwords count again.
 */
@Singleton
public final class SignOnRelease {
  private static final ErrorCode NONE = new ErrorCode("identity.single-sign-on-not-enforced");
  private static final ErrorCode WHICH = new ErrorCode("identity.organization-ambiguous");
  private static final String OPERATOR = "operator";

  private final SignOnRepository rows;
  private final TransactionOperations<Connection> transactions;
  private final AuditTrail audit;

  SignOnRelease(
      SignOnRepository rows,
      @Named("identity") TransactionOperations<Connection> transactions,
      @Named("identity") AuditTrail audit) {
    this.rows = rows;
    this.transactions = transactions;
    this.audit = audit;
  }

  /**
   * Ends the enforcing in an organization, and says which one it is.
   *
   * @param organization may be left out when only one enforces it
   * @throws HawserException.NotFound when it does not enforce it
   * @throws HawserException.Conflict when it is not clear which one is meant
   */
  public OrganizationId release(Optional<String> organization) {
    OrganizationId id =
        organization.isPresent()
            ? OrganizationId.parse(organization.get()).orElseThrow(SignOnRelease::none)
            : only();
    transactions.executeWrite(
        status -> {
          var _ = rows.lock(id).filter(SignOnRow::enforced).orElseThrow(SignOnRelease::none);
          audit.record(AuditEvent.of(id, null, OPERATOR, "single-sign-on.released"));
          return rows.release(id);
        });
    return id;
  }

  private OrganizationId only() {
    List<SignOnRow> all = rows.someEnforced();
    if (all.size() > 1) {
      throw new HawserException.Conflict(
          WHICH, "Several organizations enforce single sign-on: name one.");
    }
    return all.stream().findFirst().map(SignOnRow::organization).orElseThrow(SignOnRelease::none);
  }

  private static HawserException.NotFound none() {
    return new HawserException.NotFound(
        NONE, "No such organization enforces single sign-on; passwords count.");
  }
}
