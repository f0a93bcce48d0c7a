package dev.hawser.identity.internal.http;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.http.JsonBody;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.identity.internal.team.TeamService;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
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
import org.jspecify.annotations.Nullable;

/** The teams of the caller's organization, and who is in them. */
@Controller("/api/v1/teams")
@Secured(Needs.MEMBERS_MANAGE)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Teams")
final class TeamController {
  @Serdeable
  @Schema(name = "TeamInput")
  record TeamInput(String name) {}

  @Serdeable
  @Schema(name = "Team")
  record TeamView(String id, String name, Instant createdAt) {
    private static TeamView of(TeamService.Team team) {
      return new TeamView(team.id().toString(), team.name(), team.createdAt());
    }
  }

  /** A member of a team. */
  @Serdeable
  @Schema(name = "TeamMember")
  record TeamMember(
      String id, String email, @Nullable String firstName, @Nullable String lastName) {}

  private final AuditedChanges changes;
  private final TeamService teams;

  TeamController(TeamService teams, AuditedChanges changes) {
    this.changes = changes;
    this.teams = teams;
  }

  /** Teams, oldest first. */
  @Get
  @Secured(Needs.ORGANIZATION_VIEW)
  Page<TeamView> list(
      @Parameter(hidden = true) OrganizationCaller caller,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    Page<TeamService.Team> page = teams.list(caller.organization(), PageRequest.of(limit, cursor));
    return new Page<>(page.items().stream().map(TeamView::of).toList(), page.nextCursor());
  }

  /** Makes a team. Names are unique in the organization. */
  @Post
  @Status(HttpStatus.CREATED)
  @RequestBody(content = @Content(schema = @Schema(implementation = TeamInput.class)))
  TeamView create(@Parameter(hidden = true) OrganizationCaller caller, @Body byte[] body) {
    String name = name(body);
    return TeamView.of(
        changes.make(
            () -> teams.create(caller.organization(), name),
            team ->
                AuditEvent.by(caller, "teams.created").on("team", team.id()).with("name", name)));
  }

  /** One team. */
  @Get("/{team}")
  @Secured(Needs.ORGANIZATION_VIEW)
  TeamView get(@Parameter(hidden = true) OrganizationCaller caller, String team) {
    return TeamView.of(teams.get(caller.organization(), team));
  }

  /** Renames a team. */
  @Patch("/{team}")
  @RequestBody(content = @Content(schema = @Schema(implementation = TeamInput.class)))
  TeamView rename(
      @Parameter(hidden = true) OrganizationCaller caller, String team, @Body byte[] body) {
    teams.get(caller.organization(), team);
    String name = name(body);
    return TeamView.of(
        changes.make(
            () -> teams.rename(caller.organization(), team, name),
            renamed -> AuditEvent.by(caller, "teams.changed").on("team", team).with("name", name)));
  }

  /** Deletes a team that has no projects. Its members stay members of the organization. */
  @Delete("/{team}")
  @Status(HttpStatus.NO_CONTENT)
  void delete(@Parameter(hidden = true) OrganizationCaller caller, String team) {
    changes.make(
        () -> teams.delete(caller.organization(), team),
        AuditEvent.by(caller, "teams.deleted").on("team", team));
  }

  /** Who is in the team. */
  @Get("/{team}/members")
  @Secured(Needs.ORGANIZATION_VIEW)
  Page<TeamMember> members(
      @Parameter(hidden = true) OrganizationCaller caller,
      String team,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    Page<TeamService.Person> page =
        teams.members(caller.organization(), team, PageRequest.of(limit, cursor));
    return new Page<>(
        page.items().stream()
            .map(
                one ->
                    new TeamMember(
                        one.id().toString(), one.email(), one.firstName(), one.lastName()))
            .toList(),
        page.nextCursor());
  }

  /** Puts a member into the team. */
  @Put("/{team}/members/{user}")
  @Status(HttpStatus.NO_CONTENT)
  void add(@Parameter(hidden = true) OrganizationCaller caller, String team, String user) {
    changes.make(
        () -> teams.add(caller.organization(), team, user),
        AuditEvent.by(caller, "teams.member-added").on("team", team).with("user", user));
  }

  /** Takes a member out of the team. */
  @Delete("/{team}/members/{user}")
  @Status(HttpStatus.NO_CONTENT)
  void remove(@Parameter(hidden = true) OrganizationCaller caller, String team, String user) {
    changes.make(
        () -> teams.remove(caller.organization(), team, user),
        AuditEvent.by(caller, "teams.member-removed").on("team", team).with("user", user));
  }

  private static String name(byte[] body) {
    JsonBody fields = JsonBody.read(body);
    String name = AccountFields.name(fields, "name");
    fields.check();
    return name;
  }
}
