package dev.hawser.identity.internal.http;

import dev.hawser.core.config.Secret;
import dev.hawser.core.http.JsonBody;
import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.internal.account.PasswordResets;
import dev.hawser.identity.internal.account.ProfileService;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Optional;

/** For who has forgotten a password, or has the link of a mail. */
@Controller("/api/v1")
@Secured(SecurityRule.IS_ANONYMOUS)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Accounts")
final class AccountLinkController {
  /** Whose password is forgotten. */
  @Serdeable
  @Schema(name = "PasswordResetRequest")
  record ResetInput(String email) {}

  /**
   * @param token what stands behind the # of the link
   * @param password at least 12 characters, not a common one
   */
  @Serdeable
  @Schema(name = "NewPassword")
  record NewPassword(String token, String password) {
    @Override
    public String toString() {
      return "NewPassword[***]";
    }
  }

  private final PasswordResets resets;
  private final ProfileService profiles;

  AccountLinkController(PasswordResets resets, ProfileService profiles) {
    this.resets = resets;
    this.profiles = profiles;
  }

  /**
   * Lets a mail bring a link for a new password, if there is a user with the address. The answer is
   * the same if not, and when too many were asked for.
   */
  @Post("/password-resets")
  @Status(HttpStatus.ACCEPTED)
  @RequestBody(content = @Content(schema = @Schema(implementation = ResetInput.class)))
  void request(@Body byte[] body) {
    JsonBody fields = JsonBody.read(body);
    Optional<EmailAddress> email = AccountFields.email(fields, "email");
    fields.check();
    resets.request(email.orElseThrow());
  }

  /** Sets a new password and ends all sessions of the user. Works once. */
  @Post("/password-resets/complete")
  @Status(HttpStatus.NO_CONTENT)
  @RequestBody(content = @Content(schema = @Schema(implementation = NewPassword.class)))
  void complete(@Body byte[] body) {
    JsonBody fields = JsonBody.read(body);
    Secret token = AccountFields.token(fields);
    Secret password = AccountFields.password(fields);
    fields.check();
    AccountFields.object(fields, password, resets.email(token));
    fields.check();
    resets.complete(token, password);
  }

  /** Proves that an address is the user's, and makes it theirs. Works once. */
  @Post("/email-confirmations")
  @Status(HttpStatus.NO_CONTENT)
  @RequestBody(
      content =
          @Content(schema = @Schema(implementation = InvitationLinkController.LinkToken.class)))
  void confirm(@Body byte[] body) {
    JsonBody fields = JsonBody.read(body);
    Secret token = AccountFields.token(fields);
    fields.check();
    profiles.confirmed(token);
  }
}
