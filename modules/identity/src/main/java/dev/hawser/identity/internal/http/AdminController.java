package dev.hawser.identity.internal.http;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.internal.factor.SecondFactors;
import dev.hawser.identity.internal.http.MySessionsController.EndedSessions;
import dev.hawser.identity.internal.http.MySessionsController.MySession;
import dev.hawser.identity.internal.http.MySessionsController.MySessions;
import dev.hawser.identity.internal.session.Account;
import dev.hawser.identity.internal.session.Accounts;
import dev.hawser.identity.internal.session.Sessions;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the operator of the machine does for people who cannot help themselves. */
@Controller("/api/v1/admin")
@Secured(OperatorAuthentication.ROLE)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Operator")
final class AdminController {
  private static final Logger LOG = LoggerFactory.getLogger(AdminController.class);
  private static final ErrorCode INVALID = new ErrorCode("identity.email-invalid");
  private static final ErrorCode UNKNOWN = new ErrorCode("identity.account-not-found");

  private final Accounts accounts;
  private final Sessions sessions;
  private final SecondFactors factors;
  private final AuditedChanges changes;

  AdminController(
      Accounts accounts, Sessions sessions, SecondFactors factors, AuditedChanges changes) {
    this.changes = changes;
    this.accounts = accounts;
    this.sessions = sessions;
    this.factors = factors;
  }

  /**
   * Where somebody is signed in, newest first.
   *
   * @param email the address of the account
   */
  @Get("/sessions")
  MySessions list(@QueryValue String email) {
    return new MySessions(
        sessions.list(account(email).id()).stream().map(view -> MySession.of(view, null)).toList());
  }

  /**
   * Ends all sessions of somebody.
   *
   * @param email the address of the account
   */
  @Delete("/sessions")
  EndedSessions revoke(@QueryValue String email) {
    Account account = account(email);
    int ended =
        changes.make(
            () -> sessions.endAll(account.id()),
            count -> count == 0 ? null : event(account, "sessions.ended").with("sessions", count));
    LOG.info("The operator has ended {} sessions of {}", ended, account.id());
    return new EndedSessions(ended);
  }

  /**
   * Removes the second factor of somebody who has lost it, and ends all their sessions.
   *
   * @param email the address of the account
   */
  @Delete("/users/{email}/second-factor")
  @Status(HttpStatus.NO_CONTENT)
  void resetSecondFactor(@PathVariable String email) {
    Account account = account(email);
    changes.make(
        () -> {
          if (!factors.remove(account.id())) {
            throw SecondFactors.none();
          }
          sessions.endAll(account.id());
        },
        event(account, "second-factors.removed"));
    LOG.info("The operator has removed the second factor of {}", account.id());
  }

  private static AuditEvent event(Account account, String action) {
    return AuditEvent.of(account.organization(), null, OperatorAuthentication.ROLE, action)
        .on("user", account.id());
  }

  private Account account(String email) {
    EmailAddress address =
        EmailAddress.parse(email)
            .orElseThrow(
                () -> {
                  String message = "email " + EmailAddress.FORM;
                  return new HawserException.Invalid(
                      INVALID, message, List.of(Problem.at("/email", message)));
                });
    return accounts
        .find(address)
        .orElseThrow(
            () -> new HawserException.NotFound(UNKNOWN, "There is no account of that address."));
  }
}
