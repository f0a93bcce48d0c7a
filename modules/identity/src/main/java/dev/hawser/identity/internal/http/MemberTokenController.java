package dev.hawser.identity.internal.http;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.token.TokenService;
import dev.hawser.identity.internal.token.TokenService.Owner;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The personal access tokens of another member: to be seen and revoked, never made. */
@Controller("/api/v1/members/{user}/tokens")
@Secured(Needs.MEMBERS_MANAGE)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Personal access tokens")
final class MemberTokenController {
  private final AuditedChanges changes;
  private final TokenService tokens;

  MemberTokenController(TokenService tokens, AuditedChanges changes) {
    this.changes = changes;
    this.tokens = tokens;
  }

  /** The member's tokens that are not revoked, oldest first. */
  @Get
  Page<TokenJson.PersonalToken> list(
      @Parameter(hidden = true) OrganizationCaller caller,
      String user,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    return TokenJson.page(tokens.list(owner(caller, user), PageRequest.of(limit, cursor)));
  }

  /** Revokes a token of the member: at once here, within two seconds everywhere. */
  @Delete("/{token}")
  @Status(HttpStatus.NO_CONTENT)
  void revoke(@Parameter(hidden = true) OrganizationCaller caller, String user, String token) {
    changes.make(
        () -> tokens.revoke(owner(caller, user), token, caller.subject()),
        AuditEvent.by(caller, "tokens.revoked").on("token", token).with("user", user));
  }

  private static Owner owner(OrganizationCaller caller, String user) {
    UserId id = UserId.parse(user).orElseThrow(() -> TokenService.userNotFound(user));
    return new Owner(caller.organization(), id);
  }
}
