package dev.hawser.identity.internal.sso;

import dev.hawser.core.config.Secret;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.Role;
import dev.hawser.identity.internal.session.Client;
import dev.hawser.identity.internal.session.FailedSignIns;
import dev.hawser.identity.internal.session.Sessions;
import dev.hawser.identity.internal.session.SignInMethod;
import dev.hawser.identity.internal.sso.SignOnAttempts.Begun;
import dev.hawser.identity.internal.sso.SignOnAttempts.Target;
import dev.hawser.identity.internal.sso.SignOnMembers.Found;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way back from the provider, and the session at its end. The state is used up first, whatever
 * comes of it; who the person is and their session are one transaction.
 */
@Singleton
public final class SignOnEnd {
  private static final Logger LOG = LoggerFactory.getLogger(SignOnEnd.class);

  /**
   * What the browser brings.
   *
   * @param cookie what it was given at the beginning, or an empty text
   * @param issuer of whom the answer is, if it says so
   * @param redirectUri the same as at the beginning
   */
  public record Arrival(
      String state,
      Secret cookie,
      @Nullable Secret code,
      @Nullable String error,
      @Nullable String issuer,
      String redirectUri) {}

  /**
   * @param returnTo a path of ours
   */
  public record SignedIn(Sessions.Opened opened, String returnTo) {}

  private final SignOnRepository rows;
  private final SignOnAttempts attempts;
  private final CodeFlow flow;
  private final SignOnMembers members;
  private final Sessions sessions;
  private final FailedSignIns failed;
  private final InstantSource clock;
  private final TransactionOperations<Connection> transactions;

  SignOnEnd(
      SignOnRepository rows,
      SignOnAttempts attempts,
      CodeFlow flow,
      SignOnMembers members,
      Sessions sessions,
      FailedSignIns failed,
      InstantSource clock,
      @Named("identity") TransactionOperations<Connection> transactions) {
    this.rows = rows;
    this.attempts = attempts;
    this.flow = flow;
    this.members = members;
    this.sessions = sessions;
    this.failed = failed;
    this.clock = clock;
    this.transactions = transactions;
  }

  /**
   * Signs somebody in whom the provider sends back.
   *
   * @throws HawserException with the code that the browser is shown
   */
  public SignedIn end(Arrival arrival, Client client) {
    Begun begun = new Begun(arrival.state(), arrival.cookie());
    Target target = attempts.end(begun);
    try {
      SignOnRow row = current(target, rows.find(target.organization()).orElse(null));
      Person person = flow.person(row, arrival, begun);
      return new SignedIn(open(target, person, client), target.returnTo());
    } catch (HawserException e) {
      LOG.info(
          "Single sign-on of {} has failed, {}: {}",
          target.organization(),
          e.code().value(),
          e.getMessage());
      failed.ofProvider(target.organization(), e);
      throw e;
    }
  }

  private Sessions.Opened open(Target target, Person person, Client client) {
    OrganizationId organization = target.organization();
    return transactions.executeWrite(status -> open(organization, target, person, client));
  }

  private Sessions.Opened open(
      OrganizationId organization, Target target, Person person, Client client) {
    // Not locked: whoever changes the settings now comes after this, and would find it as it is.
    SignOnRow row = current(target, rows.find(organization).orElse(null));
    Found found = members.find(organization, row.settings(), person);
    if (row.provenAt() == null && found.role() == Role.ADMIN) {
      rows.prove(organization, row.revision(), clock.instant());
    }
    return sessions.open(found.user(), SignInMethod.SINGLE_SIGN_ON, client);
  }

  private static SignOnRow current(Target target, @Nullable SignOnRow row) {
    if (row == null || !row.revision().equals(target.revision())) {
      throw SignOnErrors.changed();
    }
    return row;
  }
}
