package dev.hawser.identity.internal.http;

import dev.hawser.core.http.JsonBody;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.identity.Role;
import dev.hawser.identity.internal.sso.SignOnService;
import dev.hawser.identity.internal.sso.SignOnSettings;
import dev.hawser.identity.internal.sso.SignOnTrial;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The identity provider of the caller's organization. */
@Controller("/api/v1/organization/single-sign-on")
@Secured(Needs.ORGANIZATION_MANAGE)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Single sign-on")
final class SingleSignOnController {
  /**
   * @param issuer exactly as the provider writes it, for example {@code https://login.acme.example}
   * @param clientSecret may be left out when issuer and clientId stay as they are
   * @param scopes {@code openid email profile} if absent
   * @param groupsClaim where tokens or userinfo say the groups; {@code groups} if absent
   * @param adminGroups whose members are administrators; of several groups the mightiest counts
   * @param defaultRole for who is in none of the groups; they are refused if absent
   * @param domains of the e-mail addresses that are let in; any if absent
   * @param jitUsers whether somebody becomes a member by signing in
   * @param trustEmail whether addresses count as verified although the provider does not say so
   * @param enforced whether passwords do not count any more
   */
  @Serdeable
  @Schema(name = "SingleSignOnSettings")
  record SettingsInput(
      String issuer,
      String clientId,
      @Nullable String clientSecret,
      @Nullable List<String> scopes,
      @Nullable String groupsClaim,
      @Nullable List<String> adminGroups,
      @Nullable List<String> memberGroups,
      @Nullable List<String> supportGroups,
      @Nullable List<String> viewerGroups,
      @Nullable String defaultRole,
      @Nullable List<String> domains,
      @Nullable Boolean jitUsers,
      @Nullable Boolean trustEmail,
      @Nullable Boolean enforced) {
    @Override
    public String toString() {
      return "SettingsInput[***]";
    }
  }

  /**
   * @param callbackUrl what the provider has to know as redirect URI
   * @param provenAt when an administrator has first come through it; before, it cannot be enforced
   */
  @Serdeable
  @Schema(name = "SingleSignOn")
  record SettingsView(
      String issuer,
      String clientId,
      List<String> scopes,
      String groupsClaim,
      List<String> adminGroups,
      List<String> memberGroups,
      List<String> supportGroups,
      List<String> viewerGroups,
      @Nullable String defaultRole,
      List<String> domains,
      boolean jitUsers,
      boolean trustEmail,
      boolean enforced,
      String callbackUrl,
      @Nullable Instant provenAt,
      Instant changedAt,
      String changedBy) {
    private static SettingsView of(SignOnService.View view, String callbackUrl) {
      SignOnSettings settings = view.settings();
      Role otherwise = settings.roles().otherwise();
      return new SettingsView(
          settings.issuer(),
          settings.clientId(),
          settings.scopes(),
          settings.groupsClaim(),
          settings.roles().of(Role.ADMIN),
          settings.roles().of(Role.MEMBER),
          settings.roles().of(Role.SUPPORT),
          settings.roles().of(Role.VIEWER),
          otherwise == null ? null : otherwise.id(),
          settings.domains(),
          settings.jitUsers(),
          settings.trustEmail(),
          settings.enforced(),
          callbackUrl,
          view.provenAt(),
          view.changedAt(),
          view.changedBy());
    }
  }

  /**
   * @param name {@code discovery}, {@code keys} or {@code client}
   * @param message what was found
   */
  @Serdeable
  @Schema(name = "SingleSignOnCheck")
  record CheckView(String name, boolean works, String message) {}

  /**
   * @param works whether all checks do; what is left is to sign in
   * @param callbackUrl what the provider has to know as redirect URI
   */
  @Serdeable
  @Schema(name = "SingleSignOnTest")
  record TrialView(boolean works, List<CheckView> checks, String callbackUrl) {}

  private final SignOnService service;
  private final SignOnTrial trial;
  private final SignOnPaths paths;

  SingleSignOnController(SignOnService service, SignOnTrial trial, SignOnPaths paths) {
    this.service = service;
    this.trial = trial;
    this.paths = paths;
  }

  /** The settings; the client secret is not shown. */
  @Get
  SettingsView get(
      @Parameter(hidden = true) OrganizationCaller caller,
      @Parameter(hidden = true) HttpRequest<?> request) {
    return SettingsView.of(service.get(caller.organization()), paths.callback(request));
  }

  /**
   * Replaces the settings, after the provider was asked what it is. Enforcing ends all sessions
   * that began with a password, the caller's too.
   */
  @Put
  @RequestBody(content = @Content(schema = @Schema(implementation = SettingsInput.class)))
  SettingsView put(
      @Parameter(hidden = true) OrganizationCaller caller,
      @Parameter(hidden = true) HttpRequest<?> request,
      @Body byte[] body) {
    SignOnSettings wanted = SignOnFields.read(JsonBody.read(body));
    return SettingsView.of(service.put(caller, wanted), paths.callback(request));
  }

  /** Takes single sign-on away. Members stay; who has no password asks for a link to set one. */
  @Delete
  @Status(HttpStatus.NO_CONTENT)
  void delete(@Parameter(hidden = true) OrganizationCaller caller) {
    service.delete(caller);
  }

  /** Tries the provider and the client secret, and says what is wrong. */
  @Post("/test")
  TrialView test(
      @Parameter(hidden = true) OrganizationCaller caller,
      @Parameter(hidden = true) HttpRequest<?> request) {
    String callback = paths.callback(request);
    List<CheckView> checks =
        trial.run(caller.organization(), callback).stream()
            .map(check -> new CheckView(check.name(), check.works(), check.message()))
            .toList();
    return new TrialView(checks.stream().allMatch(CheckView::works), checks, callback);
  }
}
