package dev.hawser.identity.internal.organization;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.audit.AuditTrail;
import dev.hawser.core.config.Secret;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.http.IdempotencyKey;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.internal.account.OperatorAdministrators;
import dev.hawser.identity.internal.hash.Sha256;
import dev.hawser.identity.internal.team.TeamService;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The organizations that the operator of an installation sees and makes. */
@Singleton
public final class OperatorOrganizations {
  private static final ErrorCode REUSED = new ErrorCode("core.idempotency-key-reused");
  private static final ErrorCode BUSY = new ErrorCode("identity.organization-being-made");
  private static final Duration REMEMBER_REQUESTS = Duration.ofHours(24);
  private static final String OPERATOR = "operator";
  private static final String FIRST_TEAM = "Default";
  private static final Place START = new Place("", new UUID(0, 0));

  /** Behind every text that begins with a prefix. */
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  /** An organization. */
  public record Listed(OrganizationId id, String name, Instant createdAt) {
    private static Listed of(ListedOrganizationRow row) {
      return new Listed(new OrganizationId(row.id()), row.name(), row.createdAt());
    }
  }

  /**
   * @param administrator who is invited to it
   * @param request what the client calls this request, if it does
   */
  public record NewOrganization(
      String name, EmailAddress administrator, @Nullable IdempotencyKey request) {
    private String digest() {
      return Sha256.hex(name + "\n" + administrator.value());
    }
  }

  /**
   * @param link for the administrator, who sets name and password there; shown once
   */
  public record Made(Listed organization, Secret link) {}

  /** A place in the list. */
  private record Place(String name, UUID id) {
    static @Nullable Place parse(String text) {
      String[] parts = text.split(" ", 2);
      return OrganizationId.parse(parts[0])
          .filter(id -> parts.length == 2 && parts[1].indexOf('\0') < 0)
          .map(id -> new Place(parts[1], id.value()))
          .orElse(null);
    }

    static String text(ListedOrganizationRow row) {
      return new OrganizationId(row.id()) + " " + row.nameKey();
    }
  }

  private final OrganizationTable rows;
  private final TeamService teams;
  private final OperatorAdministrators administrators;
  private final Uuid7 ids;
  private final InstantSource clock;
  private final TransactionOperations<Connection> transactions;
  private final AuditTrail audit;

  OperatorOrganizations(
      OrganizationTable rows,
      TeamService teams,
      OperatorAdministrators administrators,
      Uuid7 ids,
      InstantSource clock,
      @Named("identity") TransactionOperations<Connection> transactions,
      @Named("identity") AuditTrail audit) {
    this.rows = rows;
    this.teams = teams;
    this.administrators = administrators;
    this.ids = ids;
    this.clock = clock;
    this.transactions = transactions;
    this.audit = audit;
  }

  /**
   * Organizations by name.
   *
   * @param search how the name begins, in any case; "" for all
   */
  public Page<Listed> list(String search, PageRequest request) {
    Place given = request.position(Place::parse);
    Place after = given == null ? START : given;
    Page<ListedOrganizationRow> page =
        request.page(
            rows.list(search, LAST, after.name(), after.id(), request.limit() + 1), Place::text);
    return new Page<>(page.items().stream().map(Listed::of).toList(), page.nextCursor());
  }

  /**
   * Makes an organization with a team, and invites its administrator; all or nothing. A repeated
   * request makes no other organization: it gives another link, and the one before stops working.
   *
   * @throws HawserException.Conflict when the administrator belongs to another organization
   * @throws HawserException.Invalid when another request had the same idempotency key
   */
  public Made create(NewOrganization wanted) {
    return transactions.executeWrite(
        status -> {
          Listed made = new Listed(new OrganizationId(ids.next()), wanted.name(), clock.instant());
          Listed before = insert(made, wanted) ? null : madeBefore(made, wanted).orElse(null);
          Listed organization = before == null ? made : before;
          if (before == null) {
            teams.create(organization.id(), FIRST_TEAM);
            audit.record(
                event(organization, "organization.created")
                    .on("organization", organization.id())
                    .with("name", organization.name())
                    .with("team", FIRST_TEAM));
          }
          OperatorAdministrators.Made administrator =
              administrators.make(
                  wanted.administrator(), Optional.of(organization.id().toString()));
          audit.record(
              event(organization, "members.administrator-made")
                  .on("user", wanted.administrator().value())
                  .with("existed", administrator.existed()));
          return new Made(organization, administrator.link());
        });
  }

  private static AuditEvent event(Listed organization, String action) {
    return AuditEvent.of(organization.id(), null, OPERATOR, action);
  }

  private boolean insert(Listed made, NewOrganization wanted) {
    IdempotencyKey request = wanted.request();
    return rows.insert(
            made.id(),
            made.name(),
            made.createdAt(),
            request == null ? null : request.value(),
            request == null ? null : wanted.digest())
        == 1;
  }

  /** What the same request has made; empty when that is long ago, and it is made now instead. */
  private Optional<Listed> madeBefore(Listed made, NewOrganization wanted) {
    String request = Objects.requireNonNull(wanted.request()).value();
    rows.forgetRequest(request, clock.instant().minus(REMEMBER_REQUESTS));
    if (insert(made, wanted)) {
      return Optional.empty();
    }
    ListedOrganizationRow first =
        rows.lockByRequest(request)
            .orElseThrow(
                () ->
                    new HawserException.Conflict(
                        BUSY, "The same request is being handled; list the organizations."));
    if (!wanted.digest().equals(first.requestDigest())) {
      throw new HawserException.Invalid(
          REUSED, "This Idempotency-Key was used for another request.", List.of());
    }
    return Optional.of(Listed.of(first));
  }
}
