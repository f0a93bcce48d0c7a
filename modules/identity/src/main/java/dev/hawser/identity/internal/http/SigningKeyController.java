package dev.hawser.identity.internal.http;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.http.IdempotencyKey;
import dev.hawser.core.http.JsonBody;
import dev.hawser.core.page.Page;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.identity.internal.signing.NewSigningKey;
import dev.hawser.identity.internal.signing.SigningKeyKind;
import dev.hawser.identity.internal.signing.SigningKeyService;
import dev.hawser.identity.internal.signing.SigningKeyService.CreatedSigningKey;
import dev.hawser.identity.internal.signing.SigningKeyService.SigningKeyView;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The keys whose signatures make user tokens of a project. */
@Controller("/api/v1/projects/{project}/signing-keys")
@Secured(Needs.SIGNING_KEYS_MANAGE)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Signing keys")
final class SigningKeyController {
  private static final int MAX_NAME = 100;
  private static final int MAX_CLAIM = 500;

  /**
   * @param name what the key is for
   * @param type {@code generated} (we make a pair and show its private half once), {@code pem},
   *     {@code jwks}, {@code firebase} or {@code auth0}
   * @param publicKey for {@code pem}: an RSA key of 2,048 to 4,096 bits, or a certificate
   * @param jwksUrl for {@code jwks}
   * @param firebaseProject for {@code firebase}: the project's id
   * @param auth0Domain for {@code auth0}: for example {@code acme.eu.auth0.com}
   * @param issuer what the tokens' {@code iss} must be, for {@code generated}, {@code pem} and
   *     {@code jwks}; whatever it likes when absent
   * @param audience what the tokens' {@code aud} must contain, not for {@code firebase}; whatever
   *     it likes when absent
   */
  @Serdeable
  @Schema(name = "NewSigningKey")
  record SigningKeyRequest(
      String name,
      String type,
      @Nullable String publicKey,
      @Nullable String jwksUrl,
      @Nullable String firebaseProject,
      @Nullable String auth0Domain,
      @Nullable String issuer,
      @Nullable String audience) {}

  /**
   * @param id the tokens' header may name it as {@code kid}
   * @param publicKey PEM; absent when the keys are at an address
   * @param source the address, Firebase project or Auth0 domain
   */
  @Serdeable
  @Schema(name = "SigningKey")
  record ShownKey(
      String id,
      String name,
      String type,
      @Nullable String publicKey,
      @Nullable String source,
      @Nullable String issuer,
      @Nullable String audience,
      String createdBy,
      Instant createdAt) {
    private static ShownKey of(SigningKeyView key) {
      return new ShownKey(
          key.id().toString(),
          key.name(),
          key.kind(),
          key.publicKey(),
          key.source(),
          key.issuer(),
          key.audience(),
          key.createdBy(),
          key.createdAt());
    }
  }

  /**
   * @param privateKey PEM (PKCS #8), shown this once and stored nowhere; only for {@code generated}
   */
  @Serdeable
  @Schema(name = "CreatedSigningKey")
  record CreatedKey(ShownKey key, @Nullable String privateKey) {
    @Override
    public String toString() {
      return "CreatedKey[" + key.id() + "]";
    }
  }

  private final AuditedChanges changes;
  private final SigningKeyService keys;

  SigningKeyController(SigningKeyService keys, AuditedChanges changes) {
    this.changes = changes;
    this.keys = keys;
  }

  /** The active keys, oldest first; there are at most ten. */
  @Get
  Page<ShownKey> list(@Parameter(hidden = true) Caller caller, String project) {
    return new Page<>(
        keys.list(caller.requireProject(project)).stream().map(ShownKey::of).toList(), null);
  }

  /**
   * Adds a key. A private key is in this answer and nowhere else, so a repetition with the same
   * Idempotency-Key answers 409 and names the key.
   */
  @Post
  @Status(HttpStatus.CREATED)
  @RequestBody(content = @Content(schema = @Schema(implementation = SigningKeyRequest.class)))
  CreatedKey create(
      HttpRequest<?> request,
      @Parameter(hidden = true) Caller caller,
      String project,
      @Body byte[] body) {
    caller.requireProject(project);
    IdempotencyKey idempotencyKey = IdempotencyKey.of(request).orElse(null);
    CreatedSigningKey created = keys.create(caller, read(JsonBody.read(body), idempotencyKey));
    return new CreatedKey(ShownKey.of(created.key()), created.privateKey());
  }

  /** Revokes a key: its tokens stop at once here, within two seconds everywhere. */
  @Delete("/{key}")
  @Status(HttpStatus.NO_CONTENT)
  void revoke(@Parameter(hidden = true) Caller caller, String project, String key) {
    caller.requireProject(project);
    changes.make(
        () -> keys.revoke(caller, key),
        AuditEvent.by(caller, "signing-keys.revoked").on("signing-key", key));
  }

  private static NewSigningKey read(JsonBody fields, @Nullable IdempotencyKey idempotencyKey) {
    String name = fields.text("name", MAX_NAME);
    String type = fields.text("type", MAX_NAME);
    String issuer = fields.optionalText("issuer", MAX_CLAIM);
    String audience = fields.optionalText("audience", MAX_CLAIM);
    Map<SigningKeyKind, @Nullable String> given = new EnumMap<>(SigningKeyKind.class);
    given.put(SigningKeyKind.PEM, fields.optionalText("publicKey", 16_384));
    given.put(SigningKeyKind.JWKS, fields.optionalText("jwksUrl", 2_000));
    given.put(SigningKeyKind.FIREBASE, fields.optionalText("firebaseProject", MAX_CLAIM));
    given.put(SigningKeyKind.AUTH0, fields.optionalText("auth0Domain", MAX_CLAIM));
    SigningKeyKind kind = SigningKeyKind.find(type).orElse(null);
    if (kind == null) {
      if (!type.isEmpty()) {
        fields.problem("type", "must be generated, pem, jwks, firebase or auth0");
      }
    } else {
      given.forEach(
          (of, value) -> {
            if (of == kind && value == null) {
              fields.problem(field(of), "is needed for this type");
            } else if (of != kind && value != null) {
              fields.problem(field(of), "is not for this type");
            }
          });
      boolean fixed = kind == SigningKeyKind.FIREBASE || kind == SigningKeyKind.AUTH0;
      if (fixed && issuer != null) {
        fields.problem("issuer", "follows from the type; leave it out");
      }
      if (kind == SigningKeyKind.FIREBASE && audience != null) {
        fields.problem("audience", "follows from the Firebase project; leave it out");
      }
    }
    fields.check();
    SigningKeyKind checked = kind == null ? SigningKeyKind.GENERATED : kind; // check() has thrown
    return new NewSigningKey(name, checked, given.get(checked), issuer, audience, idempotencyKey);
  }

  private static String field(SigningKeyKind kind) {
    return switch (kind) {
      case GENERATED, PEM -> "publicKey";
      case JWKS -> "jwksUrl";
      case FIREBASE -> "firebaseProject";
      case AUTH0 -> "auth0Domain";
    };
  }
}
