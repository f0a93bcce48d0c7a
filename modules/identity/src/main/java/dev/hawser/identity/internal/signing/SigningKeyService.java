package dev.hawser.identity.internal.signing;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.audit.AuditTrail;
import dev.hawser.core.egress.OutboundException;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.http.IdempotencyKey;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.SigningKeyId;
import dev.hawser.identity.internal.signing.KeySet.UselessKeySetException;
import dev.hawser.identity.internal.signing.PublicPem.RefusedPemException;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes, lists and revokes the signing keys of projects. */
@Singleton
public final class SigningKeyService {
  /** So many may be active: more are more work for each token that names none of them. */
  public static final int MOST = 10;

  private static final ErrorCode NOT_FOUND = new ErrorCode("identity.signing-key-not-found");
  private static final ErrorCode INVALID = new ErrorCode("core.body-invalid");
  private static final ErrorCode TOO_MANY = new ErrorCode("identity.too-many-signing-keys");
  private static final ErrorCode REPEATED = new ErrorCode("identity.signing-key-already-created");
  private static final ErrorCode REUSED = new ErrorCode("core.idempotency-key-reused");
  private static final Duration REMEMBER_REQUESTS = Duration.ofHours(24);

  /**
   * A signing key as it may be shown at any time.
   *
   * @param publicKey PEM; null when the keys are at an address
   * @param source what the customer gave instead of a key
   */
  public record SigningKeyView(
      SigningKeyId id,
      String name,
      String kind,
      @Nullable String publicKey,
      @Nullable String source,
      @Nullable String issuer,
      @Nullable String audience,
      String createdBy,
      Instant createdAt) {}

  /**
   * A signing key at the only moment when its private half is known.
   *
   * @param privateKey PEM; null unless we made the key
   */
  public record CreatedSigningKey(SigningKeyView key, @Nullable String privateKey) {
    @Override
    public String toString() {
      return "CreatedSigningKey[" + key.id() + "]";
    }
  }

  private final SigningKeyRepository rows;
  private final ProjectKeys projectKeys;
  private final KeySets keySets;
  private final KeyPairs pairs = new KeyPairs();
  private final Uuid7 ids;
  private final InstantSource clock;
  private final TransactionOperations<Connection> transactions;
  private final AuditTrail audit;

  SigningKeyService(
      SigningKeyRepository rows,
      ProjectKeys projectKeys,
      KeySets keySets,
      Uuid7 ids,
      InstantSource clock,
      @Named("identity") TransactionOperations<Connection> transactions,
      @Named("identity") AuditTrail audit) {
    this.audit = audit;
    this.rows = rows;
    this.projectKeys = projectKeys;
    this.keySets = keySets;
    this.ids = ids;
    this.clock = clock;
    this.transactions = transactions;
  }

  /**
   * Makes a signing key.
   *
   * @throws HawserException.Invalid when what was given is no key that is taken, or no address that
   *     has some
   * @throws HawserException.Conflict when the same request made a key before, or there are too many
   */
  public CreatedSigningKey create(Caller caller, NewSigningKey wanted) {
    KeyPair pair = null;
    String publicKey = null;
    SigningSource source = null;
    switch (wanted.kind()) {
      case GENERATED -> {
        checkRequest(caller.project(), wanted); // before the work of making a pair
        pair = pairs.next();
        publicKey = VerificationKey.encode((RSAPublicKey) pair.getPublic());
      }
      case PEM -> publicKey = pem(String.valueOf(wanted.given()));
      case JWKS, FIREBASE, AUTH0 -> source = source(wanted, String.valueOf(wanted.given()));
    }
    SigningKeyRow row = row(caller, wanted, publicKey, source);
    transactions.executeWrite(
        status -> {
          var _ = rows.lock(caller.project());
          checkRequest(caller.project(), wanted);
          if (rows.active(caller.project()).size() >= MOST) {
            throw new HawserException.Conflict(
                TOO_MANY, "A project may have %d active signing keys; revoke one.".formatted(MOST));
          }
          rows.insert(row);
          audit.record(
              AuditEvent.by(caller, "signing-keys.created")
                  .on("signing-key", new SigningKeyId(row.id()))
                  .with("name", wanted.name())
                  .with("kind", wanted.kind().id()));
          return true;
        });
    projectKeys.forget(caller.project());
    return new CreatedSigningKey(view(row), pair == null ? null : KeyPairs.privatePem(pair));
  }

  /** The active keys, oldest first. */
  public List<SigningKeyView> list(ProjectId project) {
    return rows.active(project).stream().map(SigningKeyService::view).toList();
  }

  /**
   * Revokes a key; at once on this replica, within two seconds on the others.
   *
   * @throws HawserException.NotFound when it is malformed, unknown, revoked or of another project
   */
  public void revoke(Caller caller, String key) {
    int revoked =
        SigningKeyId.parse(key)
            .map(id -> rows.revoke(id.value(), caller.project(), clock.instant(), caller.subject()))
            .orElse(0);
    if (revoked == 0) {
      throw new HawserException.NotFound(NOT_FOUND, "There is no signing key " + key);
    }
    projectKeys.forget(caller.project());
  }

  private static String pem(String text) {
    try {
      return VerificationKey.encode(PublicPem.read(text));
    } catch (RefusedPemException e) {
      throw invalid("publicKey", String.valueOf(e.getMessage()));
    }
  }

  private SigningSource source(NewSigningKey wanted, String given) {
    Optional<SigningSource> found =
        switch (wanted.kind()) {
          case FIREBASE -> SigningSource.firebase(given);
          case AUTH0 -> SigningSource.auth0(given);
          case JWKS, PEM, GENERATED -> SigningSource.jwks(given, wanted.issuer());
        };
    String field =
        switch (wanted.kind()) {
          case FIREBASE -> "firebaseProject";
          case AUTH0 -> "auth0Domain";
          case JWKS, PEM, GENERATED -> "jwksUrl";
        };
    SigningSource source =
        found.orElseThrow(
            () ->
                invalid(
                    field,
                    switch (wanted.kind()) {
                      case FIREBASE -> "must be a Firebase project id such as my-app-1a2b3";
                      case AUTH0 -> "must be a domain such as acme.eu.auth0.com, in lower case";
                      case JWKS, PEM, GENERATED -> "must be an https URL without user and fragment";
                    }));
    try {
      keySets.probe(source.keySetUrl());
    } catch (OutboundException | UselessKeySetException e) {
      throw invalid(field, "does not lead to usable keys: " + e.getMessage());
    }
    return source;
  }

  private SigningKeyRow row(
      Caller caller,
      NewSigningKey wanted,
      @Nullable String publicKey,
      @Nullable SigningSource source) {
    IdempotencyKey request = wanted.idempotencyKey();
    return new SigningKeyRow(
        ids.next(),
        caller.organization().value(),
        caller.project().value(),
        wanted.name(),
        wanted.kind().id(),
        publicKey,
        source == null ? null : source.given(),
        source == null ? null : source.keySetUrl().toString(),
        source == null ? wanted.issuer() : source.issuer(),
        source == null || source.audience() == null ? wanted.audience() : source.audience(),
        caller.subject(),
        clock.instant(),
        null,
        request == null ? null : request.value(),
        request == null ? null : wanted.digest());
  }

  /** The private half cannot be shown twice, so a repeated request is told which key it made. */
  private void checkRequest(ProjectId project, NewSigningKey wanted) {
    IdempotencyKey request = wanted.idempotencyKey();
    if (request == null) {
      return;
    }
    Instant before = clock.instant().minus(REMEMBER_REQUESTS);
    var _ = rows.forgetRequest(project, request.value(), before);
    SigningKeyRow first = rows.findByRequest(project, request.value()).orElse(null);
    if (first == null) {
      return;
    }
    if (!wanted.digest().equals(first.idempotencyDigest())) {
      String message = "This Idempotency-Key was used for another request.";
      throw new HawserException.Invalid(REUSED, message, List.of());
    }
    throw new HawserException.Conflict(
        REPEATED,
        "This request has created the signing key "
            + new SigningKeyId(first.id())
            + " already. A private key is shown once: if it was lost, revoke that key and create"
            + " another.");
  }

  private static SigningKeyView view(SigningKeyRow row) {
    String key = row.publicKey();
    return new SigningKeyView(
        new SigningKeyId(row.id()),
        row.name(),
        row.kind(),
        key == null ? null : KeyPairs.publicPem(Base64.getDecoder().decode(key)),
        row.source(),
        row.issuer(),
        row.audience(),
        row.createdBy(),
        row.createdAt());
  }

  private static HawserException.Invalid invalid(String field, String what) {
    return new HawserException.Invalid(
        INVALID, "One field is wrong.", List.of(Problem.at("/" + field, field + " " + what)));
  }
}
