package dev.hawser.identity.internal.http;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.access.OwnAccount;
import dev.hawser.identity.internal.session.LiveSession;
import dev.hawser.identity.internal.session.SessionToken;
import io.micronaut.http.HttpRequest;

/** The session that a request belongs to, for what only a person who is there may do. */
record CurrentSession(LiveSession session, SessionToken token) {
  private static final String ATTRIBUTE = "hawser.session";
  private static final ErrorCode NONE = new ErrorCode("identity.session-needed");

  void attachTo(HttpRequest<?> request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  /**
   * The session of a request.
   *
   * @throws HawserException.AccessDenied when the caller has shown other credentials
   */
  static CurrentSession of(HttpRequest<?> request) {
    return request
        .getAttribute(ATTRIBUTE, CurrentSession.class)
        .orElseThrow(
            () ->
                new HawserException.AccessDenied(
                    NONE, "This needs a person who has signed in; a key or token is not one."));
  }

  UserId user() {
    return session.member().user();
  }

  /** What the person does with their own account, for the audit log. */
  AuditEvent event(String action) {
    return OwnAccount.event(session.member().organization(), user(), action);
  }
}
