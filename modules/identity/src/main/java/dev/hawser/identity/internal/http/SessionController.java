package dev.hawser.identity.internal.http;

import dev.hawser.core.config.Secret;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.http.JsonBody;
import dev.hawser.core.http.Refusal;
import dev.hawser.core.tenancy.Permission;
import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.internal.factor.SecondFactors;
import dev.hawser.identity.internal.hash.PasswordRules;
import dev.hawser.identity.internal.http.SecondFactorController.SecondFactorState;
import dev.hawser.identity.internal.session.Account;
import dev.hawser.identity.internal.session.Accounts;
import dev.hawser.identity.internal.session.LiveSession;
import dev.hawser.identity.internal.session.SessionCheck;
import dev.hawser.identity.internal.session.SessionToken;
import dev.hawser.identity.internal.session.Sessions;
import dev.hawser.identity.internal.session.SignIn;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Signing in to the console and out of it. */
@Controller("/api/v1/session")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Session")
final class SessionController {
  /**
   * @param code the second factor's six digits, or a recovery code; only where one is set up
   */
  @Serdeable
  @Schema(name = "SignInRequest")
  record SignInRequest(String email, String password, @Nullable String code) {}

  /**
   * @param permissions what the person may do, for example {@code workflows:edit}
   * @param csrfToken goes into the header X-CSRF-Token of each request that changes something
   * @param expiresAt when the session ends if nothing is done with it
   */
  @Serdeable
  @Schema(name = "Session")
  record Session(
      String id,
      SessionUser user,
      SessionOrganization organization,
      String role,
      List<String> permissions,
      String csrfToken,
      SecondFactorState secondFactor,
      Instant createdAt,
      Instant expiresAt) {}

  /** Who is signed in. */
  @Serdeable
  @Schema(name = "SessionUser")
  record SessionUser(
      String id, String email, @Nullable String firstName, @Nullable String lastName) {}

  /** The organization of who is signed in. */
  @Serdeable
  @Schema(name = "SessionOrganization")
  record SessionOrganization(String id, String name) {}

  private final Clients clients;
  private final SignIn signIn;
  private final Sessions sessions;
  private final SessionCheck check;
  private final Accounts accounts;
  private final SecondFactors factors;
  private final SessionCookies cookies;
  private final ForgeryCheck forgery;
  private final AuditedChanges changes;

  SessionController(
      SignIn signIn,
      Sessions sessions,
      SessionCheck check,
      Accounts accounts,
      SecondFactors factors,
      SessionCookies cookies,
      ForgeryCheck forgery,
      Clients clients,
      AuditedChanges changes) {
    this.changes = changes;
    this.clients = clients;
    this.signIn = signIn;
    this.sessions = sessions;
    this.check = check;
    this.accounts = accounts;
    this.factors = factors;
    this.cookies = cookies;
    this.forgery = forgery;
  }

  /**
   * Signs in: the answer sets the cookie of a new session. A cookie that the request brings along
   * is not looked at.
   */
  @Post
  @Secured(SecurityRule.IS_ANONYMOUS)
  @RequestBody(content = @Content(schema = @Schema(implementation = SignInRequest.class)))
  @ApiResponse(
      responseCode = "201",
      description = "Signed in",
      content = @Content(schema = @Schema(implementation = Session.class)))
  HttpResponse<?> open(@Body byte[] body, @Parameter(hidden = true) HttpRequest<?> request) {
    forgery.requireOwnOrigin(request);
    JsonBody fields = JsonBody.read(body);
    String typed = fields.text("email", EmailAddress.MAX_LENGTH);
    String password = fields.text("password", PasswordRules.MAX_LENGTH);
    String code = fields.optionalText("code", SecondFactorController.MAX_CODE);
    EmailAddress email = EmailAddress.parse(typed).orElse(null);
    if (email == null && !typed.isEmpty()) {
      fields.problem("email", EmailAddress.FORM);
    }
    fields.check();
    Sessions.Opened opened;
    try {
      opened =
          signIn.signIn(
              new SignIn.Credentials(
                  Objects.requireNonNull(email),
                  new Secret(password),
                  code == null ? null : new Secret(code)),
              clients.of(request));
    } catch (HawserException.LimitExceeded e) {
      return Refusal.of(request, e); // there are many in a flood
    }
    Session view = view(opened.session(), opened.token());
    MutableHttpResponse<Session> response = HttpResponse.created(view);
    cookies.write(
        request,
        response,
        opened.token(),
        Duration.between(view.createdAt(), check.latestEndOf(opened.session())));
    return response;
  }

  /** Who is signed in, and what the pages of the console need to know of it. */
  @Get
  Session show(@Parameter(hidden = true) HttpRequest<?> request) {
    CurrentSession current = CurrentSession.of(request);
    return view(current.session(), current.token());
  }

  /** Signs out: the session ends, on every replica within two seconds. */
  @Delete
  @ApiResponse(responseCode = "204", description = "Signed out")
  HttpResponse<?> close(@Parameter(hidden = true) HttpRequest<?> request) {
    CurrentSession current = CurrentSession.of(request);
    var _ =
        changes.make(
            () -> sessions.end(current.user(), current.session().id()),
            ended ->
                ended
                    ? current.event("sessions.ended").on("session", current.session().id())
                    : null);
    MutableHttpResponse<?> response = HttpResponse.noContent();
    cookies.clear(request, response);
    return response;
  }

  private Session view(LiveSession session, SessionToken token) {
    Account account = accounts.find(session.member().user()).orElseThrow(SessionCheck::ended);
    return new Session(
        session.id().toString(),
        new SessionUser(
            account.id().toString(), account.email(), account.firstName(), account.lastName()),
        new SessionOrganization(account.organization().toString(), account.organizationName()),
        session.member().role().id(),
        session.member().permissions().stream().map(Permission::id).sorted().toList(),
        token.csrfToken(),
        SecondFactorState.of(factors, session.member()),
        session.createdAt(),
        check.endOf(session));
  }
}
