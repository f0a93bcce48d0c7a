package dev.hawser.identity.internal.session;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.SessionSettings;
import dev.hawser.identity.UserId;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
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
  private final AccountRepository accounts;
  private final SessionCheck check;
  private final Uuid7 ids;
  private final InstantSource clock;
  private final TransactionOperations<Connection> transactions;
  private final int most;

  Sessions(
      SessionRepository rows,
      AccountRepository accounts,
      SessionCheck check,
      Uuid7 ids,
      InstantSource clock,
      @Named("identity") TransactionOperations<Connection> transactions,
      SettingValues settings) {
    this.rows = rows;
    this.accounts = accounts;
    this.check = check;
    this.ids = ids;
    this.clock = clock;
    this.transactions = transactions;
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
    List<SessionRow> ended = new ArrayList<>();
    Opened opened =
        transactions.executeWrite(
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
              List<SessionRow> all = rows.ofUser(user.value());
              ended.addAll(all.subList(Math.min(most, all.size()), all.size()));
              ended.forEach(old -> rows.delete(old.id(), old.userId()));
              return new Opened(LiveSession.of(row, account), token);
            });
    forget(ended);
    return opened;
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
   * Ends all sessions of an organization's members that began in one way, and says how many there
   * were. Whoever calls it sees to it that no more of them can begin.
   */
  public int endAll(OrganizationId organization, SignInMethod method) {
    List<SessionRow> ended =
        transactions.executeWrite(
            status -> {
              List<SessionRow> all = rows.ofOrganization(organization.value(), method.id());
              all.forEach(row -> rows.delete(row.id(), row.userId()));
              return all;
            });
    forget(ended);
    return ended.size();
  }

  private int end(UserId user, Predicate<SessionRow> which) {
    List<SessionRow> ended =
        transactions.executeWrite(
            status -> {
              accounts.lock(user.value());
              return delete(user, which);
            });
    forget(ended);
    return ended.size();
  }

  /**
   * Deletes sessions inside a transaction that holds the person, so that one that is just being
   * opened is either seen or refused.
   *
   * @return what to {@link #forget} when the transaction has committed
   */
  List<SessionRow> delete(UserId user, Predicate<SessionRow> which) {
    List<SessionRow> chosen = rows.ofUser(user.value()).stream().filter(which).toList();
    chosen.forEach(row -> rows.delete(row.id(), row.userId()));
    return chosen;
  }

  void forget(List<SessionRow> ended) {
    ended.forEach(row -> check.forget(row.tokenHash()));
  }

  private static HawserException.Unauthenticated changed() {
    return new HawserException.Unauthenticated(
        GONE, "This account was changed meanwhile; please sign in again.");
  }
}
