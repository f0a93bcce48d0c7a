package dev.hawser.identity.internal.http;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.config.Secret;
import dev.hawser.core.http.JsonBody;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.identity.EmailAddress;
import dev.hawser.identity.Role;
import dev.hawser.identity.TeamId;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.account.Invitation;
import dev.hawser.identity.internal.account.InvitationService;
import dev.hawser.identity.internal.account.InvitationService.NewInvitation;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Invitations to the caller's organization. */
@Controller("/api/v1/invitations")
@Secured(Needs.MEMBERS_MANAGE)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Members")
final class InvitationController {
  private static final int MAX_TEAMS = 50;

  /**
   * @param role admin, member, support or viewer; not one that may do more than the caller
   * @param teams ids of the teams that the person joins
   */
  @Serdeable
  @Schema(name = "NewInvitation")
  record InvitationInput(String email, String role, @Nullable List<String> teams) {}

  /**
   * @param status open, accepted, revoked or expired
   * @param delivery link: no mail is sent; pending; sent: the mail server has taken the mail;
   *     failed
   * @param deliveryFailure why the mail will never arrive
   * @param inviteUrl in the answer to who invites, when no mail is sent: pass it on to the person;
   *     it is not shown again
   */
  @Serdeable
  @Schema(name = "Invitation")
  record InvitationView(
      String id,
      String email,
      String role,
      String status,
      String invitedBy,
      Instant createdAt,
      Instant expiresAt,
      @Nullable Instant acceptedAt,
      @Nullable String acceptedBy,
      String delivery,
      @Nullable String deliveryFailure,
      @Nullable String inviteUrl) {
    static InvitationView of(Invitation one, @Nullable String url) {
      UserId acceptedBy = one.acceptedBy();
      return new InvitationView(
          one.id().toString(),
          one.email(),
          one.role().id(),
          one.status().id(),
          one.invitedBy(),
          one.createdAt(),
          one.expiresAt(),
          one.acceptedAt(),
          acceptedBy == null ? null : acceptedBy.toString(),
          one.delivery(),
          one.deliveryFailure(),
          url);
    }

    @Override
    public String toString() {
      return "InvitationView[" + id + "]"; // the link stays out of logs
    }
  }

  private final AuditedChanges changes;
  private final InvitationService invitations;

  InvitationController(InvitationService invitations, AuditedChanges changes) {
    this.changes = changes;
    this.invitations = invitations;
  }

  /**
   * Invitations, newest first.
   *
   * @param status only those that are open, accepted, revoked or expired; all when absent
   */
  @Get
  Page<InvitationView> list(
      @Parameter(hidden = true) OrganizationCaller caller,
      @Parameter(
              schema = @Schema(allowableValues = {"open", "accepted", "revoked", "expired", "all"}))
          @Nullable
          @QueryValue
          String status,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    Page<Invitation> page =
        invitations.list(
            caller.organization(),
            status == null || status.equals("all") ? null : status(status),
            PageRequest.of(limit, cursor));
    return new Page<>(
        page.items().stream().map(one -> InvitationView.of(one, null)).toList(), page.nextCursor());
  }

  /** One invitation. */
  @Get("/{invitation}")
  InvitationView get(@Parameter(hidden = true) OrganizationCaller caller, String invitation) {
    return InvitationView.of(invitations.get(caller.organization(), invitation), null);
  }

  /**
   * Invites somebody for seven days. A mail brings them the link; on an installation without a mail
   * server it is in this answer.
   */
  @Post
  @Status(HttpStatus.CREATED)
  @RequestBody(content = @Content(schema = @Schema(implementation = InvitationInput.class)))
  InvitationView invite(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) OrganizationCaller caller,
      @Body byte[] body) {
    JsonBody fields = JsonBody.read(body);
    Optional<EmailAddress> email = AccountFields.email(fields, "email");
    Role role = AccountFields.role(fields);
    List<TeamId> teams = teams(fields);
    fields.check();
    NewInvitation wanted = new NewInvitation(email.orElseThrow(), role, teams);
    var made =
        changes.make(
            () -> invitations.invite(caller, wanted),
            one ->
                AuditEvent.by(caller, "invitations.created")
                    .on("invitation", one.invitation().id())
                    .with("email", wanted.email().value())
                    .with("role", role.id()));
    return view(request, made);
  }

  /** Sends it again, for another seven days. Links that were sent before stop working. */
  @Post("/{invitation}/resend")
  InvitationView resend(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) OrganizationCaller caller,
      String invitation) {
    var made =
        changes.make(
            () -> invitations.resend(caller, invitation),
            one -> AuditEvent.by(caller, "invitations.resent").on("invitation", invitation));
    return view(request, made);
  }

  /** Takes it back; its links stop working. */
  @Delete("/{invitation}")
  @Status(HttpStatus.NO_CONTENT)
  void revoke(@Parameter(hidden = true) OrganizationCaller caller, String invitation) {
    changes.make(
        () -> invitations.revoke(caller.organization(), invitation, caller.subject()),
        AuditEvent.by(caller, "invitations.revoked").on("invitation", invitation));
  }

  private static Invitation.Status status(String text) {
    return Invitation.Status.find(text)
        .orElseThrow(
            () -> MemberController.invalid("status", "open, accepted, revoked, expired or all"));
  }

  private static InvitationView view(HttpRequest<?> request, InvitationService.Made made) {
    Secret link = made.link();
    return InvitationView.of(
        made.invitation(), link == null ? null : OwnAddress.complete(request, link));
  }

  private static List<TeamId> teams(JsonBody fields) {
    List<TeamId> teams = new ArrayList<>();
    for (String text :
        Objects.requireNonNullElse(fields.optionalTexts("teams", MAX_TEAMS), List.<String>of())) {
      TeamId.parse(text)
          .ifPresentOrElse(
              teams::add, () -> fields.problem("teams", "has one that does not exist"));
    }
    return teams;
  }
}
