package dev.hawser.identity.internal.http;

import dev.hawser.core.config.Secret;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.http.JsonBody;
import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.internal.session.LiveSession;
import dev.hawser.identity.internal.session.SessionCheck;
import dev.hawser.identity.internal.sso.SignOnEnd;
import dev.hawser.identity.internal.sso.SignOnEnd.Arrival;
import dev.hawser.identity.internal.sso.SignOnStart;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Signing in to the console by the organization's identity provider. */
@Controller(SignOnPaths.START)
@Secured(SecurityRule.IS_ANONYMOUS)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Session")
final class SingleSignOnSessionController {
  private static final int MAX_PATH = 1_000;
  private static final int MAX_ID = 100;

  private static final String PART = "(?:[A-Za-z0-9._~!$&'()*+,;=:@?/-]|%[0-9A-Fa-f]{2})*+";

  /** A path of this very host: two slashes, or a backslash, would lead to another one. */
  private static final Pattern OWN_PATH = Pattern.compile("/(?!/)" + PART + "(?:#" + PART + ")?");

  /**
   * @param email of who wants to sign in; either it or {@code organization}
   * @param organization its id
   * @param returnTo the path of the page to show afterwards; {@code /} if absent
   */
  @Serdeable
  @Schema(name = "SingleSignOnRequest")
  record StartInput(
      @Nullable String email, @Nullable String organization, @Nullable String returnTo) {}

  /**
   * @param url where the browser has to go now
   */
  @Serdeable
  @Schema(name = "SingleSignOnStart")
  record Start(String url) {
    @Override
    public String toString() {
      return "Start[***]";
    }
  }

  private final SignOnStart start;
  private final SignOnEnd end;
  private final SignOnPaths paths;
  private final SignOnCookies cookies;
  private final SessionCookies sessionCookies;
  private final SessionCheck check;
  private final ForgeryCheck forgery;
  private final Clients clients;

  SingleSignOnSessionController(
      SignOnStart start,
      SignOnEnd end,
      SignOnPaths paths,
      SignOnCookies cookies,
      SessionCookies sessionCookies,
      SessionCheck check,
      ForgeryCheck forgery,
      Clients clients) {
    this.start = start;
    this.end = end;
    this.paths = paths;
    this.cookies = cookies;
    this.sessionCookies = sessionCookies;
    this.check = check;
    this.forgery = forgery;
    this.clients = clients;
  }

  /**
   * Begins a sign-in: the answer sets a cookie for ten minutes and says where the browser has to
   * go.
   */
  @Post
  @RequestBody(content = @Content(schema = @Schema(implementation = StartInput.class)))
  @ApiResponse(
      responseCode = "200",
      description = "Where to go",
      content = @Content(schema = @Schema(implementation = Start.class)))
  HttpResponse<Start> begin(@Parameter(hidden = true) HttpRequest<?> request, @Body byte[] body) {
    forgery.requireOwnOrigin(request);
    JsonBody fields = JsonBody.read(body);
    EmailAddress email = AccountFields.optionalEmail(fields, "email").orElse(null);
    String organization = fields.optionalText("organization", MAX_ID);
    String returnTo = fields.optionalText("returnTo", MAX_PATH);
    if (fields.has("email") == fields.has("organization")) {
      fields.problem("email", "or organization must be there, and not both");
    }
    if (returnTo != null && !OWN_PATH.matcher(returnTo).matches()) {
      fields.problem("returnTo", "must be a path of this site, such as /projects?tab=1");
    }
    fields.check();
    SignOnStart.Way way =
        start.begin(
            new SignOnStart.Wish(
                email,
                organization,
                cookies.read(request),
                returnTo == null ? "/" : returnTo,
                paths.callback(request)));
    MutableHttpResponse<Start> response = HttpResponse.ok(new Start(way.url().toString()));
    cookies.write(request, response, way.browser());
    return response;
  }

  /**
   * Where the provider sends the browser back to. It goes on to the page that was wished, signed
   * in, or to {@code /?sign-in-error=…} with the code of what went wrong.
   *
   * @param state of the sign-in; works once
   * @param code for the provider's tokens
   * @param error what the provider gives instead of a code
   * @param iss the provider, where it names itself
   */
  @Get("/callback")
  @ApiResponse(responseCode = "303", description = "To the page that was wished, or to an error")
  HttpResponse<?> end(
      @Parameter(hidden = true) HttpRequest<?> request,
      @QueryValue @Nullable String state,
      @QueryValue @Nullable String code,
      @QueryValue @Nullable String error,
      @QueryValue @Nullable String iss) {
    Arrival arrival =
        new Arrival(
            state == null ? "" : state,
            cookies.read(request),
            code == null ? null : new Secret(code),
            error,
            iss,
            paths.callback(request));
    SignOnEnd.SignedIn signedIn;
    try {
      signedIn = end.end(arrival, clients.of(request));
    } catch (HawserException e) {
      return HttpResponse.seeOther(paths.own("/?sign-in-error=" + e.code().value()));
    }
    LiveSession session = signedIn.opened().session();
    MutableHttpResponse<?> response = HttpResponse.seeOther(paths.own(signedIn.returnTo()));
    sessionCookies.write(
        request,
        response,
        signedIn.opened().token(),
        Duration.between(session.createdAt(), check.latestEndOf(session)));
    return response;
  }
}
