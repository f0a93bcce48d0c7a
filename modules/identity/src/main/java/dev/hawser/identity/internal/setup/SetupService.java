package dev.hawser.identity.internal.setup;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.audit.AuditTrail;
import dev.hawser.core.config.Secret;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.Setup;
import dev.hawser.identity.TeamId;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.hash.Argon2;
import dev.hawser.identity.internal.hash.RandomSecret;
import dev.hawser.identity.internal.key.KeyService;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The setup, once. */
@Singleton
public final class SetupService implements Setup {
  private static final ErrorCode DONE = new ErrorCode("identity.setup-done");
  private static final ErrorCode WRONG_TOKEN = new ErrorCode("identity.setup-token-invalid");
  private static final String FIRST_KEY = "First key";

  /** What the setup has made. */
  public record Installation(
      OrganizationId organization,
      TeamId team,
      ProjectId project,
      UserId administrator,
      KeyService.CreatedKey apiKey) {}

  /** What is written. */
  @Singleton
  record Tables(SetupRepository setup, UserRepository users) {}

  private final SetupRepository rows;
  private final UserRepository users;
  private final KeyService keys;
  private final Argon2 argon2;
  private final Uuid7 ids;
  private final InstantSource clock;
  private final TransactionOperations<Connection> transactions;
  private final AuditTrail audit;

  /** It never becomes undone, so the database need not be asked again. */
  private final AtomicBoolean knownDone = new AtomicBoolean();

  SetupService(
      Tables tables,
      KeyService keys,
      Argon2 argon2,
      Uuid7 ids,
      InstantSource clock,
      @Named("identity") TransactionOperations<Connection> transactions,
      @Named("identity") AuditTrail audit) {
    this.rows = tables.setup();
    this.users = tables.users();
    this.keys = keys;
    this.argon2 = argon2;
    this.ids = ids;
    this.clock = clock;
    this.transactions = transactions;
    this.audit = audit;
  }

  @Override
  public boolean isNeeded() {
    if (!knownDone.get() && rows.completions() > 0) {
      knownDone.set(true);
    }
    return !knownDone.get();
  }

  @Override
  public Optional<SetupToken> open() {
    if (!isNeeded()) {
      return Optional.empty();
    }
    String token = RandomSecret.next();
    String hash = argon2.hash(token, Argon2.Cost.RANDOM_SECRET);
    return rows.putToken(hash, clock.instant()) == 0
        ? Optional.empty()
        : Optional.of(new SetupToken(new Secret(token)));
  }

  /**
   * Makes organization, team, project, administrator and a first API key, all or nothing.
   *
   * @throws HawserException.Conflict when it was done before
   * @throws HawserException.Unauthenticated when the token is not the one that was issued last
   */
  public Installation complete(NewInstallation wanted) {
    if (!isNeeded()) {
      throw done();
    }
    String token = wanted.token().reveal();
    SetupTokenRow issued = rows.findToken().orElse(null);
    if (issued == null
        || !RandomSecret.isOne(token)
        || !argon2.matches(token, issued.tokenHash())) {
      throw isNeeded() ? wrongToken() : done();
    }
    String passwordHash = argon2.hashPassword(wanted.administrator().password().reveal());
    return transactions.executeWrite(status -> create(wanted, issued, passwordHash));
  }

  private Installation create(NewInstallation wanted, SetupTokenRow token, String passwordHash) {
    Instant now = clock.instant();
    UserId user = new UserId(ids.next());
    if (rows.complete(user.value(), now) == 0) {
      throw done();
    }
    if (rows.useToken(token.tokenHash()) == 0) {
      throw wrongToken(); // another start has issued a newer one meanwhile
    }
    OrganizationId organization = new OrganizationId(ids.next());
    TeamId team = new TeamId(ids.next());
    ProjectId project = new ProjectId(ids.next());
    rows.insertOrganization(organization, wanted.organization(), now);
    rows.insertTeam(team.value(), organization, wanted.team(), now);
    rows.insertProject(project, organization, team.value(), wanted.project(), now);
    NewInstallation.Person person = wanted.administrator();
    users.insert(
        new UserRow(
            user.value(),
            organization.value(),
            person.email().value(),
            person.firstName(),
            person.lastName(),
            "admin",
            passwordHash,
            now));
    audit.record(
        AuditEvent.of(organization, null, user.toString(), "organization.created")
            .on("organization", organization)
            .with("name", wanted.organization())
            .with("team", wanted.team())
            .with("project", wanted.project()));
    KeyService.CreatedKey key =
        keys.create(
            new KeyService.Owner(organization, project, user.toString()),
            new KeyService.NewKey(FIRST_KEY, null, null));
    return new Installation(organization, team, project, user, key);
  }

  private static HawserException.Conflict done() {
    return new HawserException.Conflict(
        DONE, "This installation has its first administrator already.");
  }

  private static HawserException.Unauthenticated wrongToken() {
    return new HawserException.Unauthenticated(
        WRONG_TOKEN,
        "This is not the current setup token. Each start of Hawser prints a new one and voids the"
            + " one before.");
  }
}
