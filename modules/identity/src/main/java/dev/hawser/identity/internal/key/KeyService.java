package dev.hawser.identity.internal.key;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.audit.AuditTrail;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.http.IdempotencyKey;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Permission;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.ApiKeyId;
import dev.hawser.identity.internal.credential.CredentialText;
import dev.hawser.identity.internal.credential.CredentialText.Kind;
import dev.hawser.identity.internal.credential.Scopes;
import dev.hawser.identity.internal.hash.Argon2;
import dev.hawser.identity.internal.hash.Sha256;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes, lists and revokes API keys. */
@Singleton
public final class KeyService {
  private static final ErrorCode NOT_FOUND = new ErrorCode("identity.key-not-found");
  private static final ErrorCode REPEATED = new ErrorCode("identity.key-already-created");
  private static final ErrorCode REUSED = new ErrorCode("core.idempotency-key-reused");
  private static final Duration REMEMBER_REQUESTS = Duration.ofHours(24);
  private static final UUID FIRST = new UUID(0, 0);

  /**
   * What a key is good for at most whose maker does not say: not for making keys, for then who
   * finds it could make one that holds when it is revoked.
   */
  public static final Set<Permission> USUAL = usual();

  /** Whose key it is to be, and who asks for it. */
  public record Owner(OrganizationId organization, ProjectId project, String createdBy) {
    public static Owner of(Caller caller) {
      return new Owner(caller.organization(), caller.project(), caller.subject());
    }
  }

  /**
   * @param scopes what the key is to be good for, out of {@link Permission#OF_PROJECT}
   * @param expiresAt null for never
   * @param idempotencyKey what the client calls this request, if it does
   */
  public record NewKey(
      String name,
      Set<Permission> scopes,
      @Nullable Instant expiresAt,
      @Nullable IdempotencyKey idempotencyKey) {
    public NewKey {
      scopes = Set.copyOf(scopes);
    }

    /** A key for all that is usual. */
    public NewKey(
        String name, @Nullable Instant expiresAt, @Nullable IdempotencyKey idempotencyKey) {
      this(name, USUAL, expiresAt, idempotencyKey);
    }
  }

  /** A key as it may be shown at any time. */
  public record KeyView(
      ApiKeyId id,
      String name,
      String prefix,
      Set<Permission> scopes,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant lastUsedAt) {}

  /**
   * A key at the only moment when its text is known.
   *
   * @param text {@code hwk_…}
   */
  public record CreatedKey(KeyView key, String text) {
    @Override
    public String toString() {
      return "CreatedKey[" + key.id() + "]";
    }
  }

  private final ApiKeyRepository keys;
  private final KeyVerifier verifier;
  private final Argon2 argon2;
  private final Uuid7 ids;
  private final InstantSource clock;
  private final TransactionOperations<Connection> transactions;
  private final AuditTrail audit;

  KeyService(
      ApiKeyRepository keys,
      KeyVerifier verifier,
      Argon2 argon2,
      Uuid7 ids,
      InstantSource clock,
      @Named("identity") TransactionOperations<Connection> transactions,
      @Named("identity") AuditTrail audit) {
    this.keys = keys;
    this.verifier = verifier;
    this.argon2 = argon2;
    this.ids = ids;
    this.clock = clock;
    this.transactions = transactions;
    this.audit = audit;
  }

  /**
   * Makes a key. Joins the caller's transaction if there is one.
   *
   * @throws HawserException.Conflict when the same request made a key before, whose text cannot be
   *     shown again
   * @throws HawserException.Invalid when another request had the same idempotency key
   */
  public CreatedKey create(Owner owner, NewKey wanted) {
    CredentialText text = CredentialText.create(Kind.API_KEY, ids.next());
    IdempotencyKey request = wanted.idempotencyKey();
    ApiKeyRow row =
        new ApiKeyRow(
            text.id(),
            owner.organization().value(),
            owner.project().value(),
            wanted.name(),
            argon2.hash(text.secret(), Argon2.Cost.RANDOM_SECRET),
            owner.createdBy(),
            clock.instant(),
            wanted.expiresAt(),
            null,
            null,
            request == null ? null : request.value(),
            request == null ? null : digest(wanted),
            scopes(wanted));
    return transactions.executeWrite(
        status -> {
          if (!insert(row)) {
            replace(row);
          }
          audit.record(
              AuditEvent.of(
                      owner.organization(), owner.project(), owner.createdBy(), "api-keys.created")
                  .on("api-key", new ApiKeyId(text.id()))
                  .with("name", wanted.name())
                  .with("expiresAt", wanted.expiresAt())
                  .with("scopes", row.scopes()));
          return new CreatedKey(view(row), text.full());
        });
  }

  /** Until when a key holds; null for one that holds for ever, and for whoever is no key. */
  public @Nullable Instant endOf(String subject) {
    return ApiKeyId.parse(subject)
        .flatMap(id -> keys.find(id.value()))
        .map(ApiKeyRow::expiresAt)
        .orElse(null);
  }

  /** Keys that are not revoked, oldest first. */
  public Page<KeyView> list(ProjectId project, PageRequest request) {
    ApiKeyId after = request.position(text -> ApiKeyId.parse(text).orElse(null));
    var rows = keys.list(project, after == null ? FIRST : after.value(), request.limit() + 1);
    return request.page(rows.stream().map(KeyService::view).toList(), key -> key.id().toString());
  }

  /**
   * Revokes a key; at once on this replica, within two seconds on the others.
   *
   * @throws HawserException.NotFound when it is malformed, unknown, revoked or of another project
   */
  public void revoke(Caller caller, String key) {
    ApiKeyId id = ApiKeyId.parse(key).orElseThrow(() -> notFound(key));
    transactions.executeWrite(
        status -> {
          int revoked =
              keys.revoke(id.value(), caller.project(), clock.instant(), caller.subject());
          if (revoked == 0) {
            throw notFound(key);
          }
          audit.record(AuditEvent.by(caller, "api-keys.revoked").on("api-key", id));
          return revoked;
        });
    verifier.forget(id);
  }

  /** The request was made before: its key is forgotten if it is old, else that is the answer. */
  private void replace(ApiKeyRow row) {
    String request = Objects.requireNonNull(row.idempotencyKey());
    keys.forgetRequest(row.project(), request, clock.instant().minus(REMEMBER_REQUESTS));
    if (insert(row)) {
      return;
    }
    ApiKeyRow first =
        keys.findByRequest(row.project(), request)
            .orElseThrow(
                () ->
                    new HawserException.Conflict(
                        REPEATED, "The same request is being handled; list the keys."));
    if (!Objects.equals(first.idempotencyDigest(), row.idempotencyDigest())) {
      String message = "This Idempotency-Key was used for another request.";
      throw new HawserException.Invalid(REUSED, message, List.of());
    }
    throw new HawserException.Conflict(
        REPEATED,
        "This request has created the key "
            + new ApiKeyId(first.id())
            + " already. Its text was shown once and cannot be shown again: if it was lost, revoke"
            + " that key and create another.");
  }

  private static Set<Permission> usual() {
    Set<Permission> usual = EnumSet.copyOf(Permission.OF_PROJECT);
    usual.remove(Permission.API_KEYS_MANAGE);
    return Collections.unmodifiableSet(usual);
  }

  private boolean insert(ApiKeyRow row) {
    keys.insert(row);
    return row.idempotencyKey() == null || keys.count(row.project(), row.id()) > 0;
  }

  /** Everything is not listed: a later release may have more of it. */
  private static @Nullable String scopes(NewKey wanted) {
    return wanted.scopes().equals(Permission.OF_PROJECT) ? null : Scopes.write(wanted.scopes());
  }

  /** Keys of earlier releases had no scopes, and their requests the same digest as one without. */
  private static String digest(NewKey wanted) {
    String scopes = scopes(wanted);
    String all = wanted.name() + '\n' + wanted.expiresAt() + (scopes == null ? "" : '\n' + scopes);
    return Sha256.hex(all);
  }

  private static KeyView view(ApiKeyRow row) {
    ApiKeyId id = new ApiKeyId(row.id());
    return new KeyView(
        id,
        row.name(),
        Kind.API_KEY.prefix(row.id()),
        Scopes.read(row.scopes(), Permission.OF_PROJECT),
        row.createdAt(),
        row.expiresAt(),
        row.lastUsedAt());
  }

  private static HawserException.NotFound notFound(String key) {
    return new HawserException.NotFound(NOT_FOUND, "There is no API key " + key);
  }
}
