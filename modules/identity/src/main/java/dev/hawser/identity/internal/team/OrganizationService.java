package dev.hawser.identity.internal.team;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.audit.AuditTrail;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.factor.SecondFactors;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An organization as such. */
@Singleton
public final class OrganizationService {
  private static final ErrorCode MISSING = new ErrorCode("identity.organization-missing");
  private static final ErrorCode OWN = new ErrorCode("identity.own-second-factor-needed");

  /**
   * An organization.
   *
   * @param secondFactorRequired of whoever signs in with a password
   */
  public record Organization(String name, boolean secondFactorRequired, Instant createdAt) {
    private static Organization of(OrganizationRow row) {
      return new Organization(row.name(), row.secondFactorRequired(), row.createdAt());
    }
  }

  /** What is to be another; null stays. */
  public record Change(@Nullable String name, @Nullable Boolean secondFactorRequired) {}

  private final OrganizationRepository rows;
  private final SecondFactors factors;
  private final TransactionOperations<Connection> transactions;
  private final AuditTrail audit;

  OrganizationService(
      OrganizationRepository rows,
      SecondFactors factors,
      @Named("identity") TransactionOperations<Connection> transactions,
      @Named("identity") AuditTrail audit) {
    this.rows = rows;
    this.factors = factors;
    this.transactions = transactions;
    this.audit = audit;
  }

  /** The caller's own, so it exists. */
  public Organization get(OrganizationId id) {
    return rows.find(id).map(Organization::of).orElseThrow(() -> missing(id));
  }

  /**
   * Changes what is another. That a second factor is required counts on every replica within two
   * seconds, also for sessions and personal tokens that are there already.
   *
   * @throws HawserException.Conflict when a second factor is to be required by a member without one
   */
  public Organization change(OrganizationCaller caller, Change change) {
    OrganizationId id = caller.organization();
    return transactions.executeWrite(
        status -> {
          OrganizationRow before = rows.lock(id).orElseThrow(() -> missing(id));
          String name = Objects.requireNonNullElse(change.name(), before.name());
          boolean required =
              Objects.requireNonNullElse(
                  change.secondFactorRequired(), before.secondFactorRequired());
          boolean renamed = !name.equals(before.name());
          boolean switched = required != before.secondFactorRequired();
          if (switched && required) {
            requireOwnFactor(caller);
          }
          if (renamed || switched) {
            rows.change(id, name, required);
            audit.record(
                AuditEvent.by(caller, "organization.changed")
                    .with("name", renamed ? name : null)
                    .with("second-factor-required", switched ? required : null));
          }
          return new Organization(name, required, before.createdAt());
        });
  }

  /** Else who switches it on would be shut out by it at once. */
  private void requireOwnFactor(OrganizationCaller caller) {
    if (UserId.parse(caller.subject()).flatMap(factors::current).isEmpty()) {
      throw new HawserException.Conflict(
          OWN,
          "Who requires a second factor of others needs one: set up your own first"
              + " (POST /api/v1/me/second-factor).");
    }
  }

  private static HawserException.Internal missing(OrganizationId id) {
    return new HawserException.Internal(
        MISSING, "A caller belongs to " + id + ", which is gone", null);
  }
}
