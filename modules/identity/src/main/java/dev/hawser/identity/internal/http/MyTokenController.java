package dev.hawser.identity.internal.http;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.http.JsonBody;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.core.tenancy.Permission;
import dev.hawser.identity.internal.session.SessionId;
import dev.hawser.identity.internal.token.TokenService;
import dev.hawser.identity.internal.token.TokenService.NewToken;
import dev.hawser.identity.internal.token.TokenService.Owner;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The personal access tokens of the member who calls. */
@Controller("/api/v1/me/tokens")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Personal access tokens")
final class MyTokenController {
  private static final int MAX_NAME = 100;
  private static final ScopeField SCOPES = new ScopeField("a token", Set.of(Permission.values()));

  private final AuditedChanges changes;
  private final TokenService tokens;
  private final InstantSource clock;

  MyTokenController(TokenService tokens, InstantSource clock, AuditedChanges changes) {
    this.changes = changes;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Your tokens that are not revoked, oldest first. */
  @Get
  Page<TokenJson.PersonalToken> list(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    Owner me = SignedIn.member(request);
    return TokenJson.page(tokens.list(me, PageRequest.of(limit, cursor)));
  }

  /**
   * Makes a token that acts for you, with your role or less. Its text is in this answer and nowhere
   * else. Only for a member who has signed in: a token cannot make another one.
   */
  @Post
  @Status(HttpStatus.CREATED)
  @RequestBody(
      content = @Content(schema = @Schema(implementation = TokenJson.NewPersonalToken.class)))
  TokenJson.CreatedPersonalToken create(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) OrganizationCaller caller,
      @Body byte[] body) {
    Owner me = SignedIn.require(request);
    SessionId session = CurrentSession.of(request).session().id();
    JsonBody fields = JsonBody.read(body);
    String name = fields.text("name", MAX_NAME);
    Set<Permission> scopes = SCOPES.read(fields, caller.permissions());
    Instant expiresAt = fields.optionalInstant("expiresAt");
    Instant now = clock.instant();
    if (expiresAt != null && !expiresAt.isAfter(now)) {
      fields.problem("expiresAt", "must be in the future");
    } else if (expiresAt != null && expiresAt.isAfter(now.plus(tokens.maxLifetime()))) {
      fields.problem(
          "expiresAt", "must be at most " + tokens.maxLifetime().toHours() / 24 + " days from now");
    }
    fields.check();
    Instant until = Objects.requireNonNullElseGet(expiresAt, tokens::usualExpiry);
    return TokenJson.of(
        changes.make(
            () -> tokens.create(me, session, new NewToken(name, scopes, until)),
            made ->
                AuditEvent.by(caller, "tokens.created")
                    .on("token", made.token().id())
                    .with("name", name)
                    .with("expiresAt", until)));
  }

  /** Revokes a token: at once here, within two seconds everywhere. */
  @Delete("/{token}")
  @Status(HttpStatus.NO_CONTENT)
  void revoke(@Parameter(hidden = true) HttpRequest<?> request, String token) {
    Owner me = SignedIn.member(request);
    changes.make(
        () -> tokens.revoke(me, token, me.user().toString()),
        AuditEvent.of(me.organization(), null, me.user().toString(), "tokens.revoked")
            .on("token", token));
  }
}
