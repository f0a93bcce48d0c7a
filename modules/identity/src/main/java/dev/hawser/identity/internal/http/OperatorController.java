package dev.hawser.identity.internal.http;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.http.JsonBody;
import dev.hawser.core.id.Uuid7;
import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.internal.account.OperatorAdministrators;
import dev.hawser.identity.internal.account.PasswordResets;
import dev.hawser.identity.internal.mail.Letter;
import dev.hawser.identity.internal.mail.MailFailedException;
import dev.hawser.identity.internal.mail.MailSender;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
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
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What only the operator of the machine may do about accounts and mails. */
@Controller("/api/v1/operator")
@Secured(OperatorAuthentication.ROLE)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Operator")
final class OperatorController {
  private static final ErrorCode NOT_SENT = new ErrorCode("identity.mail-failed");
  private static final int MAX_ID = 100;

  /**
   * @param organization its id; may be left out when there is one only
   */
  @Serdeable
  @Schema(name = "NewAdministrator")
  record AdministratorInput(String email, @Nullable String organization) {}

  /**
   * @param url where the person sets the password; works once, shown once
   * @param existed whether there was a user with the address, who is an administrator now
   */
  @Serdeable
  @Schema(name = "Administrator")
  record AdministratorView(String organization, String url, boolean existed) {
    @Override
    public String toString() {
      return "AdministratorView[" + organization + "]"; // the link stays out of logs
    }
  }

  /** Whose password is forgotten. */
  @Serdeable
  @Schema(name = "NewPasswordReset")
  record ResetInput(String email) {}

  /**
   * @param url where the person sets another password; works once, for an hour, shown once
   */
  @Serdeable
  @Schema(name = "ShownPasswordReset")
  record ResetView(String url) {
    @Override
    public String toString() {
      return "ResetView[***]"; // the link stays out of logs
    }
  }

  /** Where the test goes. */
  @Serdeable
  @Schema(name = "MailTest")
  record MailTest(String to) {}

  private final OperatorAdministrators administrators;
  private final PasswordResets resets;
  private final MailSender sender;
  private final Uuid7 ids;
  private final AuditedChanges changes;

  OperatorController(
      OperatorAdministrators administrators,
      PasswordResets resets,
      MailSender sender,
      Uuid7 ids,
      AuditedChanges changes) {
    this.changes = changes;
    this.administrators = administrators;
    this.resets = resets;
    this.sender = sender;
    this.ids = ids;
  }

  /**
   * Makes somebody an administrator, for an organization that has lost its own: a new person by a
   * link to accept, a user by a link that sets the password.
   */
  @Post("/administrators")
  @Status(HttpStatus.CREATED)
  @RequestBody(content = @Content(schema = @Schema(implementation = AdministratorInput.class)))
  AdministratorView make(@Parameter(hidden = true) HttpRequest<?> request, @Body byte[] body) {
    JsonBody fields = JsonBody.read(body);
    Optional<EmailAddress> email = AccountFields.email(fields, "email");
    String organization = fields.optionalText("organization", MAX_ID);
    fields.check();
    EmailAddress address = email.orElseThrow();
    OperatorAdministrators.Made made =
        changes.make(
            () -> administrators.make(address, Optional.ofNullable(organization)),
            one ->
                AuditEvent.of(
                        one.organization(),
                        null,
                        OperatorAuthentication.ROLE,
                        "members.administrator-made")
                    .on("user", address.value())
                    .with("existed", one.existed()));
    return new AdministratorView(
        made.organization().toString(), OwnAddress.complete(request, made.link()), made.existed());
  }

  /** Makes the link that a mail would bring to who has forgotten the password; passed on by you. */
  @Post("/password-resets")
  @Status(HttpStatus.CREATED)
  @RequestBody(content = @Content(schema = @Schema(implementation = ResetInput.class)))
  ResetView reset(@Parameter(hidden = true) HttpRequest<?> request, @Body byte[] body) {
    JsonBody fields = JsonBody.read(body);
    Optional<EmailAddress> email = AccountFields.email(fields, "email");
    fields.check();
    PasswordResets.Shown made =
        changes.make(
            () -> resets.show(email.orElseThrow()),
            one ->
                AuditEvent.of(
                        one.organization(),
                        null,
                        OperatorAuthentication.ROLE,
                        "passwords.reset-link-made")
                    .on("user", one.user()));
    return new ResetView(OwnAddress.complete(request, made.link()));
  }

  /** Sends a mail now. The error says what the mail server or the network said. */
  @Post("/mail-tests")
  @Status(HttpStatus.NO_CONTENT)
  @RequestBody(content = @Content(schema = @Schema(implementation = MailTest.class)))
  void test(@Body byte[] body) {
    JsonBody fields = JsonBody.read(body);
    Optional<EmailAddress> to = AccountFields.email(fields, "to");
    fields.check();
    sender.require();
    Letter letter =
        new Letter(
            "A test of Hawser's mails",
            List.of("This mail shows that Hawser can send mails."),
            null,
            "This mail came because the operator asked for it.");
    try {
      sender.send(ids.next(), to.orElseThrow().value(), letter);
    } catch (MailFailedException e) {
      throw new HawserException.Unavailable(
          NOT_SENT, "The mail was not sent: " + e.why() + ". " + e.detail(), e);
    }
  }
}
