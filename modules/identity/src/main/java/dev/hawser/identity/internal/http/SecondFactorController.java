package dev.hawser.identity.internal.http;

import dev.hawser.core.config.Secret;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.http.JsonBody;
import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.internal.access.Member;
import dev.hawser.identity.internal.factor.SecondFactors;
import dev.hawser.identity.internal.hash.PasswordRules;
import dev.hawser.identity.internal.session.Account;
import dev.hawser.identity.internal.session.Passwords;
import dev.hawser.identity.internal.session.Sessions;
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
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One's own second factor. */
@Controller("/api/v1/me/second-factor")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Session")
final class SecondFactorController {
  /** What a new factor needs. */
  @Serdeable
  @Schema(name = "SecondFactorRequest")
  record SecondFactorRequest(String password) {}

  /** A code of the authenticator app. */
  @Serdeable
  @Schema(name = "SecondFactorCode")
  record SecondFactorCode(String code) {}

  /**
   * @param code of the authenticator app, or a recovery code
   */
  @Serdeable
  @Schema(name = "SecondFactorProof")
  record SecondFactorProof(String password, String code) {}

  /**
   * @param enabled whether signing in needs a code
   * @param recoveryCodesLeft how many of them are not used yet
   * @param required whether the organization requires one: without it, who has signed in with a
   *     password can only set one up
   */
  @Serdeable
  @Schema(name = "SecondFactorState")
  record SecondFactorState(boolean enabled, int recoveryCodesLeft, boolean required) {
    static SecondFactorState of(SecondFactors factors, Member member) {
      boolean required = factors.areRequired(member.organization());
      return factors.current(member.user()).isPresent()
          ? new SecondFactorState(true, factors.recoveryCodesLeft(member.user()), required)
          : new SecondFactorState(false, 0, required);
    }
  }

  /**
   * @param secret in base 32, to be typed into an authenticator app
   * @param uri the same for a QR code
   */
  @Serdeable
  @Schema(name = "SecondFactorSecret")
  record SecondFactorSecret(String secret, String uri) {}

  /**
   * @param recoveryCodes each signs in once in place of a code; shown this once
   */
  @Serdeable
  @Schema(name = "RecoveryCodes")
  record RecoveryCodes(List<String> recoveryCodes) {}

  static final int MAX_CODE = 40;
  private final Clients clients;
  private final SecondFactors factors;
  private final Passwords passwords;
  private final Sessions sessions;
  private final AuditedChanges changes;

  SecondFactorController(
      SecondFactors factors,
      Passwords passwords,
      Sessions sessions,
      Clients clients,
      AuditedChanges changes) {
    this.changes = changes;
    this.clients = clients;
    this.factors = factors;
    this.passwords = passwords;
    this.sessions = sessions;
  }

  /** Whether a second factor is in force. */
  @Get
  SecondFactorState show(@Parameter(hidden = true) HttpRequest<?> request) {
    return SecondFactorState.of(factors, CurrentSession.of(request).session().member());
  }

  /** Makes the secret of a second factor. It comes into force when it is confirmed. */
  @Post
  @RequestBody(content = @Content(schema = @Schema(implementation = SecondFactorRequest.class)))
  SecondFactorSecret begin(@Body byte[] body, @Parameter(hidden = true) HttpRequest<?> request) {
    CurrentSession session = CurrentSession.of(request);
    JsonBody fields = JsonBody.read(body);
    String password = fields.text("password", PasswordRules.MAX_LENGTH);
    fields.check();
    Account account = passwords.require(question(request), new Secret(password), () -> null);
    SecondFactors.Begun begun =
        factors.begin(session.user(), account.organization(), new EmailAddress(account.email()));
    return new SecondFactorSecret(begun.secret().reveal(), begun.uri().reveal());
  }

  /**
   * Puts the second factor into force with a code of it, and ends all other sessions: they were
   * begun without it.
   */
  @Post("/confirm")
  @RequestBody(content = @Content(schema = @Schema(implementation = SecondFactorCode.class)))
  RecoveryCodes confirm(@Body byte[] body, @Parameter(hidden = true) HttpRequest<?> request) {
    CurrentSession session = CurrentSession.of(request);
    JsonBody fields = JsonBody.read(body);
    String code = fields.text("code", MAX_CODE);
    fields.check();
    return new RecoveryCodes(
        changes.make(
            () -> {
              List<String> codes = factors.confirm(session.user(), code);
              sessions.endOthers(session.user(), session.session().id());
              sessions.reread(session.token());
              return codes;
            },
            codes -> session.event("second-factors.set")));
  }

  /** Removes the second factor, unless the organization requires one. */
  @Delete
  @Status(HttpStatus.NO_CONTENT)
  @RequestBody(content = @Content(schema = @Schema(implementation = SecondFactorProof.class)))
  void remove(@Body byte[] body, @Parameter(hidden = true) HttpRequest<?> request) {
    CurrentSession session = CurrentSession.of(request);
    factors.requireVoluntary(session.session().member().organization());
    prove(body, request);
    changes.make(() -> factors.remove(session.user()), session.event("second-factors.removed"));
  }

  /** Replaces the recovery codes; the former ones are void. */
  @Post("/recovery-codes")
  @RequestBody(content = @Content(schema = @Schema(implementation = SecondFactorProof.class)))
  RecoveryCodes renew(@Body byte[] body, @Parameter(hidden = true) HttpRequest<?> request) {
    prove(body, request);
    CurrentSession session = CurrentSession.of(request);
    return new RecoveryCodes(
        changes.make(
            () -> factors.renewRecoveryCodes(session.user()),
            codes -> session.event("second-factors.codes-renewed")));
  }

  /** That it is really the person: a session alone is not enough to weaken the account. */
  private void prove(byte[] body, HttpRequest<?> request) {
    CurrentSession session = CurrentSession.of(request);
    JsonBody fields = JsonBody.read(body);
    String password = fields.text("password", PasswordRules.MAX_LENGTH);
    String code = fields.text("code", MAX_CODE);
    fields.check();
    if (factors.current(session.user()).isEmpty()) {
      throw SecondFactors.none();
    }
    passwords.require(question(request), new Secret(password), () -> objection(session, code));
  }

  private HawserException.@Nullable Invalid objection(CurrentSession session, String code) {
    return factors.accept(session.user(), code) ? null : SecondFactors.wrong();
  }

  private Passwords.Question question(HttpRequest<?> request) {
    return new Passwords.Question(
        CurrentSession.of(request).user(), "password", clients.of(request));
  }
}
