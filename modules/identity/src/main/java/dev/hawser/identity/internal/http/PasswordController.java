package dev.hawser.identity.internal.http;

import dev.hawser.core.config.Secret;
import dev.hawser.core.http.JsonBody;
import dev.hawser.identity.internal.hash.PasswordRules;
import dev.hawser.identity.internal.session.Accounts;
import dev.hawser.identity.internal.session.Passwords;
import dev.hawser.identity.internal.session.SessionCheck;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Put;
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

/** One's own password. */
@Controller("/api/v1/me/password")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Session")
final class PasswordController {
  /**
   * @param current the password so far
   * @param next at least 12 characters, not a common one
   */
  @Serdeable
  @Schema(name = "PasswordChange")
  record PasswordChange(String current, @Schema(name = "new") String next) {}

  private final Clients clients;
  private final Passwords passwords;
  private final Accounts accounts;

  PasswordController(Passwords passwords, Accounts accounts, Clients clients) {
    this.clients = clients;
    this.passwords = passwords;
    this.accounts = accounts;
  }

  /** Changes the password of who is signed in, and ends all their other sessions and all tokens. */
  @Put
  @Status(HttpStatus.NO_CONTENT)
  @RequestBody(content = @Content(schema = @Schema(implementation = PasswordChange.class)))
  void change(@Body byte[] body, @Parameter(hidden = true) HttpRequest<?> request) {
    CurrentSession session = CurrentSession.of(request);
    String email = accounts.find(session.user()).orElseThrow(SessionCheck::ended).email();
    JsonBody fields = JsonBody.read(body);
    String current = fields.text("current", PasswordRules.MAX_LENGTH);
    String next = fields.text("new", PasswordRules.MAX_LENGTH);
    if (!next.isEmpty()) {
      PasswordRules.objection(next, email).ifPresent(objection -> fields.problem("new", objection));
    }
    fields.check();
    passwords.change(
        new Passwords.Question(session.user(), "current", clients.of(request)),
        new Secret(current),
        new Secret(next),
        session.session().id());
  }
}
