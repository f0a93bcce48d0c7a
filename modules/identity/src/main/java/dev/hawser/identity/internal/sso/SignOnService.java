package dev.hawser.identity.internal.sso;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.audit.AuditTrail;
import dev.hawser.core.config.Secret;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.Role;
import dev.hawser.identity.internal.session.Sessions;
import dev.hawser.identity.internal.session.SignInMethod;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The provider of an organization, and whether it is the only way in. */
@Singleton
public final class SignOnService {
  private static final ErrorCode INVALID = new ErrorCode("core.body-invalid");
  private static final ErrorCode NOT_PROVEN = new ErrorCode("identity.single-sign-on-not-proven");
  private static final ErrorCode RACE = new ErrorCode("identity.single-sign-on-changed");

  /**
   * Single sign-on as an administrator sees it.
   *
   * @param provenAt when an administrator has first come through it; null when none has
   */
  public record View(
      SignOnSettings settings, @Nullable Instant provenAt, Instant changedAt, String changedBy) {
    private static View of(SignOnRow row) {
      return new View(row.settings(), row.provenAt(), row.changedAt(), row.changedBy());
    }
  }

  private final SignOnRepository rows;
  private final ClientSecrets secrets;
  private final Providers providers;
  private final Sessions sessions;
  private final Uuid7 ids;
  private final InstantSource clock;
  private final TransactionOperations<Connection> transactions;
  private final AuditTrail audit;

  SignOnService(
      SignOnRepository rows,
      ClientSecrets secrets,
      Providers providers,
      Sessions sessions,
      Uuid7 ids,
      InstantSource clock,
      @Named("identity") TransactionOperations<Connection> transactions,
      @Named("identity") AuditTrail audit) {
    this.rows = rows;
    this.secrets = secrets;
    this.providers = providers;
    this.sessions = sessions;
    this.ids = ids;
    this.clock = clock;
    this.transactions = transactions;
    this.audit = audit;
  }

  /**
   * The settings of an organization.
   *
   * @throws HawserException.NotFound when there are none
   */
  public View get(OrganizationId organization) {
    return rows.find(organization).map(View::of).orElseThrow(SignOnErrors::notFound);
  }

  /**
   * Replaces the settings. Sign-ins that are on their way have to begin again. Enforcing ends all
   * sessions that began with a password.
   *
   * @throws HawserException.Invalid when the provider is not what it must be, the secret is
   *     missing, or enforcing it could lock everybody out
   * @throws HawserException.Conflict when somebody else changes it at the same time
   */
  public View put(OrganizationCaller caller, SignOnSettings wanted) {
    if (!caller.permissions().containsAll(Role.ADMIN.permissions())) {
      throw SignOnErrors.notAllOfAdmin(); // for example a token with a few scopes
    }
    OrganizationId organization = caller.organization();
    SignOnRow before = rows.find(organization).orElse(null);
    boolean same =
        before != null
            && before.issuer().equals(wanted.issuer())
            && before.clientId().equals(wanted.clientId());
    Secret secret = wanted.clientSecret();
    Instant provenAt = before != null && same ? before.provenAt() : null;
    if (!same && secret == null) {
      // It was given to one provider and must not be sent to another.
      throw invalid(INVALID, "clientSecret", "is needed for another issuer or clientId");
    }
    if (wanted.enforced() && provenAt == null) {
      throw invalid(
          NOT_PROVEN,
          "enforced",
          "needs an administrator who has signed in with exactly this issuer and clientId before:"
              + " otherwise a mistake would lock everybody out");
    }
    if (!same || secret != null) {
      requireUsable(wanted.issuer());
    }
    ClientSecretRow sealed = secret == null ? null : secrets.seal(organization, secret);
    UUID item = sealed == null ? requireItem(before) : sealed.id();
    SignOnRow row = row(caller, wanted, item, provenAt);
    transactions.executeWrite(
        status -> {
          replace(before, row, sealed);
          boolean begins = row.enforced() && (before == null || !before.enforced());
          int ended = begins ? sessions.endAll(organization, SignInMethod.PASSWORD) : 0;
          audit.record(
              event(caller, before, wanted)
                  .with("secret-changed", secret != null)
                  .with("ended-sessions", begins ? ended : null));
          return row;
        });
    return View.of(row);
  }

  /** If what is there is still what was read. */
  private void replace(
      @Nullable SignOnRow before, SignOnRow row, @Nullable ClientSecretRow sealed) {
    if (sealed != null) {
      secrets.put(sealed);
    }
    if (before == null) {
      rows.lockOrganization(row.organization());
      if (rows.find(row.organization()).isPresent()) {
        throw race();
      }
      rows.insert(row);
      return;
    }
    var _ =
        rows.lock(row.organization())
            .filter(current -> current.revision().equals(before.revision()))
            .orElseThrow(SignOnService::race);
    rows.replace(row);
    if (sealed != null) {
      secrets.delete(before);
    }
  }

  /**
   * Takes single sign-on away. Members stay, those without a password included.
   *
   * @throws HawserException.NotFound when there is none
   */
  public void delete(OrganizationCaller caller) {
    transactions.executeWrite(
        status -> {
          SignOnRow row = rows.lock(caller.organization()).orElseThrow(SignOnErrors::notFound);
          rows.delete(row.organization());
          secrets.delete(row);
          audit.record(
              AuditEvent.by(caller, "single-sign-on.deleted").with("issuer", row.issuer()));
          return row;
        });
  }

  private void requireUsable(String issuer) {
    try {
      var _ = providers.readKeys(providers.discover(issuer));
    } catch (ProviderException e) {
      throw invalid(INVALID, "issuer", "does not lead to a usable provider: " + e.why());
    }
  }

  private static UUID requireItem(@Nullable SignOnRow before) {
    if (before == null) {
      throw new IllegalStateException("Without former settings there is a new secret");
    }
    return before.vaultItemId();
  }

  private SignOnRow row(
      OrganizationCaller caller, SignOnSettings wanted, UUID item, @Nullable Instant provenAt) {
    var otherwise = wanted.roles().otherwise();
    return new SignOnRow(
        caller.organization().value(),
        ids.next(),
        wanted.issuer(),
        wanted.clientId(),
        item,
        String.join(" ", wanted.scopes()),
        wanted.groupsClaim(),
        wanted.roles().text(),
        otherwise == null ? null : otherwise.id(),
        String.join(" ", wanted.domains()),
        wanted.jitUsers(),
        wanted.trustEmail(),
        wanted.enforced(),
        provenAt,
        clock.instant(),
        caller.subject());
  }

  private static AuditEvent event(
      OrganizationCaller caller, @Nullable SignOnRow before, SignOnSettings wanted) {
    String action = before == null ? "single-sign-on.created" : "single-sign-on.changed";
    AuditEvent event =
        AuditEvent.by(caller, action)
            .with("issuer", wanted.issuer())
            .with("client-id", wanted.clientId())
            .with("scopes", wanted.scopes())
            .with("groups-claim", wanted.groupsClaim())
            .with("domains", wanted.domains())
            .with("jit-users", wanted.jitUsers())
            .with("trust-email", wanted.trustEmail())
            .with("enforced", wanted.enforced());
    var otherwise = wanted.roles().otherwise();
    event = event.with("default-role", otherwise == null ? null : otherwise.id());
    for (var groups : wanted.roles().groups().entrySet()) {
      event = event.with("groups-" + groups.getKey().id(), groups.getValue());
    }
    return event;
  }

  private static HawserException.Conflict race() {
    return new HawserException.Conflict(RACE, "Somebody else has changed it at the same time.");
  }

  private static HawserException.Invalid invalid(ErrorCode code, String field, String what) {
    return new HawserException.Invalid(
        code, "One field is wrong.", List.of(Problem.at("/" + field, field + " " + what)));
  }
}
