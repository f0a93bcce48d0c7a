package dev.hawser.identity.internal.session;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.audit.AuditTrail;
import dev.hawser.core.config.SettingValues;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.postgres.AfterCommit;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.SessionSettings;
import dev.hawser.identity.UserId;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Predicate;

/**
 * Sessions begin and end here. An end counts at once on the replica that did it and within two
 * seconds on all others. May be called inside a transaction of this module and is then part of it.
 */
@Singleton
public final class Sessions {
  private static final ErrorCode GONE = new ErrorCode("identity.account-changed");

  /**
   * A session that has just begun.
   *
   * @param token for the cookie; it is not kept, so this is the only time that it is known
   */
  public record Opened(LiveSession session, SessionToken token) {}

  private final SessionRepository rows;
  private final SessionOwnerRepository owners;
  private final AccountRepository accounts;
  private final SessionCheck check;
  private final Uuid7 ids;
  private final InstantSource clock;
  private final TransactionOperations<Connection> transactions;
  private final AfterCommit afterCommit;
  private final AuditTrail audit;
  private final int most;

  Sessions(
      SessionRepository rows,
      SessionOwnerRepository owners,
      AccountRepository accounts,
      SessionCheck check,
      Uuid7 ids,
      InstantSource clock,
      @Named("identity") TransactionOperations<Connection> transactions,
      @Named("identity") AfterCommit afterCommit,
      @Named("identity") AuditTrail audit,
      SettingValues settings) {
    this.rows = rows;
    this.owners = owners;
    this.accounts = accounts;
    this.check = check;
    this.ids = ids;
    this.clock = clock;
    this.transactions = transactions;
    this.afterCommit = afterCommit;
    this.audit = audit;
    this.most = settings.get(SessionSettings.MOST);
  }

  /**
   * Signs a person in who has proven who they are. Never continues a session that was there before;
   * when the person has as many as they may, the oldest ends.
   *
   * @throws HawserException.Unauthenticated when there is no such person any more
   */
  public Opened open(UserId user, SignInMethod method, Client client) {
    return open(user, method, client, account -> true);
  }

  /**
   * The same, if what was proven still holds when nobody can change the person.
   *
   * @throws HawserException.Unauthenticated when it does not
   */
  Opened open(UserId user, SignInMethod method, Client client, Predicate<AccountRow> holds) {
    return transactions.executeWrite(
        status -> {
          if (accounts.lock(user.value()) == 0) {
            throw changed();
          }
          AccountRow account =
              accounts.find(user.value()).filter(holds).orElseThrow(Sessions::changed);
          SessionToken token = SessionToken.next();
          Instant now = clock.instant();
          SessionRow row =
              new SessionRow(
                  ids.next(),
                  token.hash(),
                  user.value(),
                  method.id(),
                  client.address().getHostAddress(),
                  client.userAgent(),
                  now,
                  now);
          rows.insert(row);
          rows.ofUser(user.value()).stream().skip(most).forEach(this::delete);
          audit.record(
              AuditEvent.of(account.organization(), null, user.toString(), "sessions.opened")
                  .on("session", new SessionId(row.id()))
                  .with("method", method.id()));
          return new Opened(LiveSession.of(owners.find(row.tokenHash()).orElseThrow()), token);
        });
  }

  /** Newest first. */
  public List<SessionView> list(UserId user) {
    return rows.ofUser(user.value()).stream().map(SessionView::of).toList();
  }

  /**
   * Ends a session of a user.
   *
   * @return whether there was one; doing it again does no harm
   */
  public boolean end(UserId user, SessionId session) {
    return end(user, row -> row.id().equals(session.value())) > 0;
  }

  /** Ends all sessions of a user, and says how many there were. */
  public int endAll(UserId user) {
    return end(user, row -> true);
  }

  /** Ends all sessions of a user but one, and says how many there were. */
  public int endOthers(UserId user, SessionId kept) {
    return end(user, row -> !row.id().equals(kept.value()));
  }

  /**
   * Insists that a session has not ended, whatever a cache says: asked inside a transaction that
   * holds the person, so that it cannot end before that transaction does.
   *
   * @throws HawserException.Unauthenticated when it has ended
   */
  public void requireOpen(UserId user, SessionId session) {
    if (rows.ofUser(user.value()).stream().noneMatch(row -> row.id().equals(session.value()))) {
      throw SessionCheck.ended();
    }
  }

  /** After a change of what its owner may do, that is to count here at once: for the one. */
  public void reread(SessionToken token) {
    afterCommit.run(() -> check.reread(token.hash()));
  }

  /**
   * Ends all sessions of an organization's members that began in one way, and says how many there
   * were. Whoever calls it sees to it that no more of them can begin.
   */
  public int endAll(OrganizationId organization, SignInMethod method) {
    return transactions.executeWrite(
        status -> {
          List<SessionRow> all = rows.ofOrganization(organization, method.id());
          all.forEach(this::delete);
          return all.size();
        });
  }

  private int end(UserId user, Predicate<SessionRow> which) {
    return transactions.executeWrite(
        status -> {
          accounts.lock(user.value());
          return delete(user, which);
        });
  }

  /**
   * Deletes sessions inside a transaction that holds the person, so that one that is just being
   * opened is either seen or refused; says how many there were.
   */
  int delete(UserId user, Predicate<SessionRow> which) {
    List<SessionRow> chosen = rows.ofUser(user.value()).stream().filter(which).toList();
    chosen.forEach(this::delete);
    return chosen.size();
  }

  private void delete(SessionRow row) {
    rows.delete(row.id(), row.userId());
    afterCommit.run(() -> check.forget(row.tokenHash()));
  }

  private static HawserException.Unauthenticated changed() {
    return new HawserException.Unauthenticated(
        GONE, "This account was changed meanwhile; please sign in again.");
  }
}
