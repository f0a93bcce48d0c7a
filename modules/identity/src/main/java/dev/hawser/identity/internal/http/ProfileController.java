package dev.hawser.identity.internal.http;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.config.Secret;
import dev.hawser.core.http.JsonBody;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.internal.account.MemberService;
import dev.hawser.identity.internal.account.Profile;
import dev.hawser.identity.internal.account.ProfileService;
import dev.hawser.identity.internal.hash.PasswordRules;
import dev.hawser.identity.internal.session.Passwords;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The account of the calling member. */
@Controller("/api/v1/me")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Me")
final class ProfileController {
  /**
   * @param emailVerified whether it is proven that the address is theirs
   */
  @Serdeable
  @Schema(name = "Profile")
  record ProfileView(
      String id,
      String email,
      boolean emailVerified,
      @Nullable String firstName,
      @Nullable String lastName,
      String role) {
    private static ProfileView of(Profile profile) {
      return new ProfileView(
          profile.id().toString(),
          profile.email(),
          profile.emailVerified(),
          profile.firstName(),
          profile.lastName(),
          profile.role().id());
    }
  }

  /**
   * @param email holds when the link is used that is sent there
   * @param password the current one, needed for another address
   */
  @Serdeable
  @Schema(name = "ProfileChange")
  record ProfileChange(
      @Nullable String firstName,
      @Nullable String lastName,
      @Nullable String email,
      @Nullable String password) {}

  private final ProfileService profiles;
  private final MemberService members;
  private final Passwords passwords;
  private final Clients clients;
  private final AuditedChanges changes;

  ProfileController(
      ProfileService profiles,
      MemberService members,
      Passwords passwords,
      Clients clients,
      AuditedChanges changes) {
    this.changes = changes;
    this.profiles = profiles;
    this.members = members;
    this.passwords = passwords;
    this.clients = clients;
  }

  /** Who I am. */
  @Get("/profile")
  ProfileView get(@Parameter(hidden = true) OrganizationCaller caller) {
    return ProfileView.of(profiles.of(caller));
  }

  /**
   * Changes the fields that are given. Another address needs the current password, and is not in
   * the answer yet: it holds when the link in the mail is used that goes there. Whether somebody
   * has the address already is not told.
   */
  @Patch("/profile")
  @RequestBody(content = @Content(schema = @Schema(implementation = ProfileChange.class)))
  ProfileView change(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) OrganizationCaller caller,
      @Body byte[] body) {
    JsonBody fields = JsonBody.read(body);
    String firstName = AccountFields.optionalName(fields, "firstName");
    String lastName = AccountFields.optionalName(fields, "lastName");
    Profile before = profiles.of(caller);
    Optional<EmailAddress> other =
        AccountFields.optionalEmail(fields, "email")
            .filter(wanted -> !wanted.value().equals(before.email()));
    String password = fields.optionalText("password", PasswordRules.MAX_LENGTH);
    if (other.isPresent()) {
      SignedIn.require(request); // who reads the mails can take the account
      if (!fields.has("password")) {
        fields.problem("password", "is missing: another address needs it");
      }
    }
    fields.check();
    other.ifPresent(
        wanted -> {
          var _ =
              passwords.require(
                  new Passwords.Question(before.id(), "password", clients.of(request)),
                  new Secret(Objects.requireNonNullElse(password, "")),
                  () -> null);
          profiles.confirm(caller, wanted);
        });
    return ProfileView.of(profiles.rename(caller, firstName, lastName));
  }

  /** Lets a mail bring a link that proves the current address. */
  @Post("/profile/email-confirmation")
  @Status(HttpStatus.ACCEPTED)
  void confirm(@Parameter(hidden = true) OrganizationCaller caller) {
    profiles.confirmCurrent(caller);
  }

  /** Leaves the organization; the account is gone then. The last administrator cannot. */
  @Delete("/membership")
  @Status(HttpStatus.NO_CONTENT)
  void leave(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) OrganizationCaller caller) {
    SignedIn.require(request);
    Profile profile = profiles.of(caller);
    changes.make(
        () -> members.remove(caller.organization(), profile.id().toString(), caller.subject()),
        AuditEvent.by(caller, "members.left").on("user", profile.id()));
  }
}
