package dev.hawser.identity.internal.token;

import dev.hawser.core.config.SettingValues;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.postgres.AfterCommit;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Permission;
import dev.hawser.identity.PersonalTokenId;
import dev.hawser.identity.TokenSettings;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.credential.CredentialText;
import dev.hawser.identity.internal.credential.CredentialText.Kind;
import dev.hawser.identity.internal.credential.Scopes;
import dev.hawser.identity.internal.hash.Argon2;
import dev.hawser.identity.internal.session.SessionId;
import dev.hawser.identity.internal.session.Sessions;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes, lists and revokes personal access tokens. */
@Singleton
public final class TokenService {
  /** How many tokens of one member can be good at once. */
  public static final int MAX_PER_USER = 50;

  private static final Duration USUAL_LIFETIME = Duration.ofDays(90);
  private static final ErrorCode NOT_FOUND = new ErrorCode("identity.token-not-found");
  private static final ErrorCode NO_USER = new ErrorCode("identity.user-not-found");
  private static final ErrorCode TOO_MANY = new ErrorCode("identity.too-many-tokens");
  private static final UUID FIRST = new UUID(0, 0);

  /** A member of an organization. */
  public record Owner(OrganizationId organization, UserId user) {}

  /**
   * @param scopes null for all that the member's role has, also later
   */
  public record NewToken(String name, @Nullable Set<Permission> scopes, Instant expiresAt) {
    public NewToken {
      scopes = scopes == null ? null : Set.copyOf(scopes);
    }
  }

  /**
   * A token as it may be shown at any time.
   *
   * @param scopes null for all that the member's role has
   */
  public record TokenView(
      PersonalTokenId id,
      String name,
      String prefix,
      @Nullable Set<Permission> scopes,
      Instant createdAt,
      Instant expiresAt,
      @Nullable Instant lastUsedAt) {}

  /**
   * A token at the only moment when its text is known.
   *
   * @param text {@code hwp_…}
   */
  public record CreatedToken(TokenView token, String text) {
    @Override
    public String toString() {
      return "CreatedToken[" + token.id() + "]";
    }
  }

  private final TokenRepository tokens;
  private final TokenVerifier verifier;
  private final Sessions sessions;
  private final Argon2 argon2;
  private final Uuid7 ids;
  private final InstantSource clock;
  private final TransactionOperations<Connection> transactions;
  private final AfterCommit afterCommit;
  private final Duration maxLifetime;

  TokenService(
      TokenRepository tokens,
      TokenVerifier verifier,
      Sessions sessions,
      Argon2 argon2,
      Uuid7 ids,
      InstantSource clock,
      @Named("identity") TransactionOperations<Connection> transactions,
      @Named("identity") AfterCommit afterCommit,
      SettingValues settings) {
    this.tokens = tokens;
    this.verifier = verifier;
    this.sessions = sessions;
    this.argon2 = argon2;
    this.ids = ids;
    this.clock = clock;
    this.transactions = transactions;
    this.afterCommit = afterCommit;
    this.maxLifetime = settings.get(TokenSettings.MAX_LIFETIME);
  }

  /** How long a token may be good for. */
  public Duration maxLifetime() {
    return maxLifetime;
  }

  /** Until when a token is good whose maker did not say. */
  public Instant usualExpiry() {
    Duration usual = maxLifetime.compareTo(USUAL_LIFETIME) < 0 ? maxLifetime : USUAL_LIFETIME;
    return clock.instant().plus(usual);
  }

  /**
   * Makes a token. When the answer is lost, the token is there and nobody knows its text: the list
   * shows it as never used.
   *
   * @param session in which the user asks for it: a password that is changed meanwhile ends it, and
   *     what it wanted to make
   * @throws HawserException.NotFound when the user is not there, or not there any more
   * @throws HawserException.Unauthenticated when the session has ended
   * @throws HawserException.Conflict when the user has {@link #MAX_PER_USER} already
   */
  public CreatedToken create(Owner owner, SessionId session, NewToken wanted) {
    CredentialText text = CredentialText.create(Kind.PERSONAL_TOKEN, ids.next());
    Set<Permission> scopes = wanted.scopes();
    Instant now = clock.instant();
    TokenRow row =
        new TokenRow(
            text.id(),
            owner.user().value(),
            wanted.name(),
            argon2.hash(text.secret(), Argon2.Cost.RANDOM_SECRET),
            scopes == null ? null : Scopes.write(scopes),
            now,
            wanted.expiresAt(),
            null);
    transactions.executeWrite(
        status -> {
          if (tokens.lockUser(owner.user().value(), owner.organization()).isEmpty()) {
            throw userNotFound(owner.user().toString());
          }
          sessions.requireOpen(owner.user(), session);
          if (tokens.countLive(owner.user().value(), now) >= MAX_PER_USER) {
            throw new HawserException.Conflict(
                TOO_MANY, "There are " + MAX_PER_USER + " tokens already; revoke one first.");
          }
          tokens.insert(row);
          return row;
        });
    return new CreatedToken(view(row), text.full());
  }

  /**
   * Tokens that are not revoked, oldest first.
   *
   * @throws HawserException.NotFound when the user is not one of the organization
   */
  public Page<TokenView> list(Owner owner, PageRequest request) {
    requireUser(owner);
    PersonalTokenId after = request.position(text -> PersonalTokenId.parse(text).orElse(null));
    List<TokenRow> rows =
        tokens.list(
            owner.user().value(), after == null ? FIRST : after.value(), request.limit() + 1);
    return request.page(
        rows.stream().map(TokenService::view).toList(), token -> token.id().toString());
  }

  /**
   * Revokes a token; at once on this replica, within two seconds on the others.
   *
   * @param by who does it
   * @throws HawserException.NotFound when it is malformed, unknown, revoked or another user's
   */
  public void revoke(Owner owner, String token, String by) {
    requireUser(owner);
    PersonalTokenId id = PersonalTokenId.parse(token).orElseThrow(() -> notFound(token));
    if (tokens.revoke(id.value(), owner.user().value(), clock.instant(), by) == 0) {
      throw notFound(token);
    }
    afterCommit.run(() -> verifier.forget(id));
  }

  /**
   * Revokes all tokens of a user, as when the password is another one; at once on this replica,
   * within two seconds on the others. Joins the caller's transaction if there is one. Deleting the
   * row of the user deletes its tokens, which counts everywhere within two seconds.
   *
   * @param by who does it
   * @return those that were not revoked before
   */
  public List<PersonalTokenId> revokeAll(UserId user, String by) {
    List<PersonalTokenId> revoked = new ArrayList<>();
    for (UUID id : tokens.listUnrevoked(user.value())) {
      PersonalTokenId token = new PersonalTokenId(id);
      if (tokens.revoke(id, user.value(), clock.instant(), by) > 0) {
        revoked.add(token);
      }
      afterCommit.run(() -> verifier.forget(token));
    }
    return revoked;
  }

  /** A user who is malformed, unknown or of another organization. */
  public static HawserException.NotFound userNotFound(String user) {
    return new HawserException.NotFound(NO_USER, "There is no user " + user);
  }

  private void requireUser(Owner owner) {
    if (tokens.countUsers(owner.user().value(), owner.organization()) == 0) {
      throw userNotFound(owner.user().toString());
    }
  }

  private static TokenView view(TokenRow row) {
    return new TokenView(
        new PersonalTokenId(row.id()),
        row.name(),
        Kind.PERSONAL_TOKEN.prefix(row.id()),
        row.scopes() == null ? null : Scopes.read(row.scopes(), Arrays.asList(Permission.values())),
        row.createdAt(),
        row.expiresAt(),
        row.lastUsedAt());
  }

  private static HawserException.NotFound notFound(String token) {
    return new HawserException.NotFound(NOT_FOUND, "There is no personal access token " + token);
  }
}
