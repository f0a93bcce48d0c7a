package dev.hawser.identity.internal.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.identity.internal.session.SessionId;
import dev.hawser.identity.internal.session.SessionView;
import dev.hawser.identity.internal.session.Sessions;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.PathVariable;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where one is signed in. */
@Controller("/api/v1/me/sessions")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Session")
final class MySessionsController {
  /**
   * @param method {@code password} or {@code single-sign-on}
   * @param lastSeenAt to about a minute
   * @param address where it was begun from
   * @param userAgent what the browser calls itself
   * @param current whether it is the one that asks
   */
  @Serdeable
  @Schema(name = "MySession")
  record MySession(
      String id,
      String method,
      Instant createdAt,
      Instant lastSeenAt,
      String address,
      @Nullable String userAgent,
      boolean current) {
    static MySession of(SessionView view, @Nullable SessionId current) {
      return new MySession(
          view.id().toString(),
          view.method(),
          view.createdAt(),
          view.lastSeenAt(),
          view.address(),
          view.userAgent(),
          view.id().equals(current));
    }
  }

  /** All of them: there are few. */
  @Serdeable
  @Schema(name = "MySessions")
  record MySessions(List<MySession> items) {}

  /**
   * @param ended how many sessions there were
   */
  @Serdeable
  @Schema(name = "EndedSessions")
  record EndedSessions(int ended) {}

  private static final ErrorCode NOT_FOUND = new ErrorCode("identity.session-not-found");
  private final Sessions sessions;
  private final AuditedChanges changes;

  MySessionsController(Sessions sessions, AuditedChanges changes) {
    this.changes = changes;
    this.sessions = sessions;
  }

  /** The sessions of who is signed in, newest first. */
  @Get
  MySessions list(@Parameter(hidden = true) HttpRequest<?> request) {
    CurrentSession current = CurrentSession.of(request);
    return new MySessions(
        sessions.list(current.user()).stream()
            .map(view -> MySession.of(view, current.session().id()))
            .toList());
  }

  /** Ends one session of who is signed in. */
  @Delete("/{session}")
  @Status(HttpStatus.NO_CONTENT)
  void end(@PathVariable String session, @Parameter(hidden = true) HttpRequest<?> request) {
    CurrentSession current = CurrentSession.of(request);
    SessionId id = SessionId.parse(session).orElseThrow(() -> unknown(session));
    changes.make(
        () -> {
          if (!sessions.end(current.user(), id)) {
            throw unknown(session);
          }
        },
        current.event("sessions.ended").on("session", id));
  }

  /** Ends all sessions of who is signed in but the one that asks. */
  @Delete
  EndedSessions endOthers(@Parameter(hidden = true) HttpRequest<?> request) {
    CurrentSession current = CurrentSession.of(request);
    return new EndedSessions(
        changes.make(
            () -> sessions.endOthers(current.user(), current.session().id()),
            ended -> ended == 0 ? null : current.event("sessions.ended").with("sessions", ended)));
  }

  private static HawserException unknown(String session) {
    return new HawserException.NotFound(NOT_FOUND, "You have no session " + session);
  }
}
