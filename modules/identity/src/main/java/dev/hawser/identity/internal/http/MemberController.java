package dev.hawser.identity.internal.http;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.http.JsonBody;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.identity.Role;
import dev.hawser.identity.internal.account.MemberFilter;
import dev.hawser.identity.internal.account.MemberService;
import dev.hawser.identity.internal.account.Profile;
import dev.hawser.identity.internal.team.TeamService;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The members of the caller's organization. */
@Controller("/api/v1/members")
@Secured(Needs.ORGANIZATION_VIEW)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Members")
final class MemberController {
  private static final ErrorCode INVALID = new ErrorCode("core.query-invalid");
  private static final int MAX_SEARCH = 254;

  /**
   * @param status active when the address is proven, else unverified
   * @param secondFactor whether the member has set one up
   */
  @Serdeable
  @Schema(name = "Member")
  record MemberView(
      String id,
      String email,
      @Nullable String firstName,
      @Nullable String lastName,
      String role,
      String status,
      boolean secondFactor,
      Instant createdAt) {
    static MemberView of(Profile profile) {
      return new MemberView(
          profile.id().toString(),
          profile.email(),
          profile.firstName(),
          profile.lastName(),
          profile.role().id(),
          profile.emailVerified() ? "active" : "unverified",
          profile.secondFactor(),
          profile.createdAt());
    }
  }

  /**
   * @param status active, unverified, or removed: then nothing else is known than when
   * @param teams the teams of the member
   */
  @Serdeable
  @Schema(name = "MemberDetail")
  record MemberDetail(
      String id,
      @Nullable String email,
      @Nullable String firstName,
      @Nullable String lastName,
      @Nullable String role,
      String status,
      @Nullable Boolean secondFactor,
      @Nullable Instant createdAt,
      @Nullable Instant removedAt,
      List<Named> teams) {}

  /** Something with a name. */
  @Serdeable
  @Schema(name = "Named")
  record Named(String id, String name) {}

  /**
   * @param role admin, member, support or viewer
   */
  @Serdeable
  @Schema(name = "MemberChange")
  record MemberChange(String role) {}

  private final AuditedChanges changes;
  private final MemberService members;
  private final TeamService teams;

  MemberController(MemberService members, TeamService teams, AuditedChanges changes) {
    this.changes = changes;
    this.members = members;
    this.teams = teams;
  }

  /**
   * Members in the order of their addresses.
   *
   * @param role only those with this role
   * @param status only those that are active, or unverified
   * @param q only those whose address, whole name or last name begins with it
   */
  @Get
  Page<MemberView> list(
      @Parameter(hidden = true) OrganizationCaller caller,
      @Nullable @QueryValue String role,
      @Nullable @QueryValue String status,
      @Nullable @QueryValue String q,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    MemberFilter filter =
        new MemberFilter(
            role == null
                ? null
                : Role.find(role)
                    .orElseThrow(() -> invalid("role", "admin, member, support or viewer")),
            status == null ? null : status(status),
            search(q));
    Page<Profile> page = members.list(caller.organization(), filter, PageRequest.of(limit, cursor));
    return new Page<>(page.items().stream().map(MemberView::of).toList(), page.nextCursor());
  }

  /** One member. Of somebody who was removed, it says only that and when. */
  @Get("/{user}")
  MemberDetail get(@Parameter(hidden = true) OrganizationCaller caller, String user) {
    Optional<Instant> left = members.leftAt(caller.organization(), user);
    if (left.isPresent()) {
      return new MemberDetail(
          user, null, null, null, null, "removed", null, null, left.get(), List.of());
    }
    return detail(caller, members.get(caller.organization(), user));
  }

  /** Gives a member another role. The last administrator keeps theirs. */
  @Patch("/{user}")
  @Secured(Needs.MEMBERS_MANAGE)
  @RequestBody(content = @Content(schema = @Schema(implementation = MemberChange.class)))
  MemberDetail change(
      @Parameter(hidden = true) OrganizationCaller caller, String user, @Body byte[] body) {
    members.get(caller.organization(), user);
    JsonBody fields = JsonBody.read(body);
    Role role = AccountFields.role(fields);
    fields.check();
    return detail(
        caller,
        changes
            .make(
                () -> members.changeRole(caller, user, role),
                changed ->
                    changed.before() == role
                        ? null
                        : AuditEvent.by(caller, "members.changed")
                            .on("user", changed.member().id())
                            .with("role", role.id())
                            .with("roleBefore", changed.before().id()))
            .member());
  }

  /** Removes a member, ends their sessions and tokens. What they did keeps their id. */
  @Delete("/{user}")
  @Secured(Needs.MEMBERS_MANAGE)
  @Status(HttpStatus.NO_CONTENT)
  void remove(@Parameter(hidden = true) OrganizationCaller caller, String user) {
    changes.make(
        () -> members.remove(caller.organization(), user, caller.subject()),
        AuditEvent.by(caller, "members.removed").on("user", user));
  }

  private MemberDetail detail(OrganizationCaller caller, Profile profile) {
    MemberView view = MemberView.of(profile);
    return new MemberDetail(
        view.id(),
        view.email(),
        view.firstName(),
        view.lastName(),
        view.role(),
        view.status(),
        view.secondFactor(),
        view.createdAt(),
        null,
        teams.ofMember(caller.organization(), profile.id()).stream()
            .map(team -> new Named(team.id().toString(), team.name()))
            .toList());
  }

  private static MemberFilter.Status status(String text) {
    for (MemberFilter.Status status : MemberFilter.Status.values()) {
      if (status.name().toLowerCase(Locale.ROOT).equals(text)) {
        return status;
      }
    }
    throw invalid("status", "active or unverified");
  }

  private static @Nullable String search(@Nullable String q) {
    if (q == null || q.isBlank()) {
      return null;
    }
    if (q.length() > MAX_SEARCH) {
      throw invalid("q", "a text of at most " + MAX_SEARCH + " characters");
    }
    return q.strip();
  }

  static HawserException.Invalid invalid(String name, String what) {
    String message = name + " must be " + what;
    return new HawserException.Invalid(INVALID, message, List.of(Problem.at("/" + name, message)));
  }
}
