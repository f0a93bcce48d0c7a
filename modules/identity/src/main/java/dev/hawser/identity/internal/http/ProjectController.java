package dev.hawser.identity.internal.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.http.CallerAuthentication;
import dev.hawser.core.http.JsonBody;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.TeamId;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.project.AllowedOrigins;
import dev.hawser.identity.internal.project.Environment;
import dev.hawser.identity.internal.project.ProjectAccess;
import dev.hawser.identity.internal.project.ProjectService;
import dev.hawser.identity.internal.project.ProjectSettings;
import dev.hawser.identity.internal.project.ProjectView;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
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
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The projects of the caller's organization. */
@Controller("/api/v1/projects")
@Secured(Needs.PROJECTS_VIEW)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Projects")
final class ProjectController {
  private static final int MAX_NAME = 100;
  private static final int MAX_DESCRIPTION = 2_000;
  private static final String ORIGINS = "allowedOrigins";
  private static final ErrorCode BAD_FILTER = new ErrorCode("identity.project-filter-invalid");

  /**
   * @param environment the stage: {@code development}, {@code staging} or {@code production}
   * @param releasedFrom the project of an earlier stage that hands on to this one
   * @param access who sees it besides admins: {@code organization} for all members, {@code team}
   *     for those of its team
   * @param maxConnectedUsers how many connected users it may have; absent for no limit
   * @param allowedOrigins the web origins whose pages may call the Connect API; empty for any
   * @param archivedAt since when nothing new begins in it; absent when it is in use
   */
  @Serdeable
  @Schema(name = "Project")
  record Project(
      String id,
      String team,
      String name,
      @Nullable String description,
      String environment,
      @Nullable String releasedFrom,
      String access,
      @Nullable Integer maxConnectedUsers,
      List<String> allowedOrigins,
      Instant createdAt,
      Instant changedAt,
      @Nullable Instant archivedAt) {
    static Project of(ProjectView project) {
      return new Project(
          project.id().toString(),
          project.team().toString(),
          project.name(),
          project.description(),
          project.environment().id(),
          project.releasedFrom() == null ? null : project.releasedFrom().toString(),
          project.access().id(),
          project.maxConnectedUsers(),
          project.allowedOrigins().list(),
          project.createdAt(),
          project.changedAt(),
          project.archivedAt());
    }
  }

  /**
   * @param team the team that owns it
   * @param environment {@code development} when absent; it cannot be changed later
   * @param releasedFrom a project of an earlier stage; it cannot be changed later
   * @param access {@code organization} when absent
   * @param allowedOrigins the web origins whose pages may call the Connect API, at most 50, such as
   *     {@code https://app.example.com} or {@code https://*.example.com}; any when absent
   */
  @Serdeable
  @Schema(name = "NewProject")
  record NewProject(
      String name,
      String team,
      @Nullable String description,
      @Nullable String environment,
      @Nullable String releasedFrom,
      @Nullable String access,
      @Nullable Integer maxConnectedUsers,
      @Nullable List<String> allowedOrigins) {}

  /**
   * The fields to change; one that is null is cleared, one that is absent stays.
   *
   * @param allowedOrigins all of them; none for any origin
   */
  @Serdeable
  @Schema(name = "ProjectChange")
  record ProjectChange(
      @Nullable String name,
      @Nullable String team,
      @Nullable String description,
      @Nullable String access,
      @Nullable Integer maxConnectedUsers,
      @Nullable List<String> allowedOrigins) {}

  private final ProjectService projects;

  ProjectController(ProjectService projects) {
    this.projects = projects;
  }

  /**
   * The projects that the caller can see, oldest first; for an API key that is its own.
   *
   * @param name a part of the name, in any case
   * @param environment only those of this stage
   * @param archived only those that are, or are not, archived
   */
  @Get
  Page<Project> list(
      @Parameter(hidden = true) HttpRequest<?> request,
      @Parameter(hidden = true) OrganizationCaller caller,
      @Nullable @QueryValue String name,
      @Nullable @QueryValue String environment,
      @Nullable @QueryValue Boolean archived,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    Environment stage =
        environment == null
            ? null
            : Environment.find(environment)
                .orElseThrow(
                    () ->
                        badFilter(
                            "environment",
                            "environment must be development, staging or production"));
    if (name != null && name.length() > MAX_NAME) {
      throw badFilter("name", "name must have at most " + MAX_NAME + " characters");
    }
    PageRequest wanted = PageRequest.of(limit, cursor);
    Page<ProjectView> page =
        projects.list(
            caller.organization(),
            new ProjectService.Filter(sight(request, caller), stage, name, archived),
            wanted);
    return new Page<>(page.items().stream().map(Project::of).toList(), page.nextCursor());
  }

  /** A project. */
  @Get("/{project}")
  Project get(@Parameter(hidden = true) Caller caller, String project) {
    return Project.of(projects.get(caller.organization(), caller.requireProject(project)));
  }

  /** Makes a project. */
  @Post
  @Secured(Needs.PROJECTS_MANAGE)
  @Status(HttpStatus.CREATED)
  @RequestBody(content = @Content(schema = @Schema(implementation = NewProject.class)))
  Project create(@Parameter(hidden = true) OrganizationCaller caller, @Body byte[] body) {
    JsonBody fields = JsonBody.read(body);
    String name = fields.text("name", MAX_NAME).strip();
    TeamId team = TeamId.parse(fields.text("team", 100)).orElse(null);
    if (team == null) {
      fields.problem("team", "must be the id of a team");
    }
    String description = fields.optionalText("description", MAX_DESCRIPTION);
    Environment environment =
        Environment.find(
                Objects.requireNonNullElse(fields.optionalText("environment", 20), "development"))
            .orElse(null);
    if (environment == null) {
      fields.problem("environment", "must be development, staging or production");
    }
    String from = fields.optionalText("releasedFrom", 100);
    ProjectId releasedFrom = from == null ? null : ProjectId.parse(from).orElse(null);
    if (from != null && releasedFrom == null) {
      fields.problem("releasedFrom", "must be the id of a project");
    }
    ProjectAccess access = access(fields, ProjectAccess.ORGANIZATION);
    Integer most = fields.optionalCount("maxConnectedUsers");
    AllowedOrigins origins = origins(fields, AllowedOrigins.ANY);
    fields.check();
    var settings =
        new ProjectSettings(Objects.requireNonNull(team), name, description, access, most, origins);
    return Project.of(
        projects.create(
            caller,
            new ProjectService.NewProject(
                settings, Objects.requireNonNull(environment), releasedFrom)));
  }

  /** Changes the settings of a project. */
  @Patch("/{project}")
  @Secured(Needs.PROJECTS_MANAGE)
  @RequestBody(content = @Content(schema = @Schema(implementation = ProjectChange.class)))
  Project change(
      @Parameter(hidden = true) OrganizationCaller member,
      @Parameter(hidden = true) Caller caller,
      String project,
      @Body byte[] body) {
    ProjectId id = caller.requireProject(project);
    return Project.of(projects.change(member, id, old -> changed(old, body)));
  }

  private static ProjectSettings changed(ProjectSettings old, byte[] body) {
    JsonBody fields = JsonBody.read(body);
    String name = fields.has("name") ? fields.text("name", MAX_NAME).strip() : old.name();
    TeamId team = old.team();
    if (fields.has("team")) {
      team = TeamId.parse(fields.text("team", 100)).orElse(null);
      if (team == null) {
        fields.problem("team", "must be the id of a team");
      }
    }
    String description =
        fields.has("description")
            ? fields.optionalText("description", MAX_DESCRIPTION)
            : old.description();
    ProjectAccess access = access(fields, old.access());
    Integer most =
        fields.has("maxConnectedUsers")
            ? fields.optionalCount("maxConnectedUsers")
            : old.maxConnectedUsers();
    AllowedOrigins origins = origins(fields, old.allowedOrigins());
    fields.check();
    return new ProjectSettings(
        Objects.requireNonNull(team), name, description, access, most, origins);
  }

  private static ProjectAccess access(JsonBody fields, ProjectAccess otherwise) {
    String text = fields.optionalText("access", 20);
    if (text == null) {
      return otherwise;
    }
    return ProjectAccess.find(text)
        .orElseGet(
            () -> {
              fields.problem("access", "must be organization or team");
              return otherwise;
            });
  }

  private static AllowedOrigins origins(JsonBody fields, AllowedOrigins otherwise) {
    if (!fields.has(ORIGINS)) {
      return otherwise;
    }
    List<String> texts = fields.optionalTexts(ORIGINS, AllowedOrigins.MAX);
    return texts == null
        ? AllowedOrigins.ANY
        : AllowedOrigins.read(
            texts, wrong -> fields.problem(ORIGINS, "has a wrong item: " + wrong));
  }

  private static ProjectService.Sight sight(HttpRequest<?> request, OrganizationCaller caller) {
    var key =
        request
            .getUserPrincipal(CallerAuthentication.class)
            .flatMap(CallerAuthentication::ofProject);
    if (key.isPresent()) {
      return new ProjectService.Sight.One(key.get().project());
    }
    return new ProjectService.Sight.OfMember(UserId.parse(caller.subject()).orElseThrow());
  }

  private static HawserException.Invalid badFilter(String name, String message) {
    return new HawserException.Invalid(
        BAD_FILTER, message, List.of(Problem.at("/" + name, message)));
  }
}
