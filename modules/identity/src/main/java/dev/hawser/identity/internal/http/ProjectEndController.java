package dev.hawser.identity.internal.http;

import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.Needs;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.identity.internal.http.ProjectController.Project;
import dev.hawser.identity.internal.project.ProjectArchive;
import dev.hawser.identity.internal.project.ProjectDeletions;
import dev.hawser.identity.internal.project.ProjectDeletions.DeletionView;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Archives, restores and deletes projects. */
@Controller("/api/v1")
@Secured(Needs.PROJECTS_DELETE)
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Projects")
final class ProjectEndController {
  /**
   * @param project the id of the project, which does not exist any more
   * @param name what it was called
   * @param state {@code waiting}, {@code running} or {@code done}
   * @param deleted how many things are gone so far
   * @param part whose data is being deleted, while it runs
   * @param failure why it waits to be tried again
   */
  @Serdeable
  @Schema(name = "ProjectDeletion")
  record Deletion(
      String id,
      String project,
      String name,
      String state,
      long deleted,
      @Nullable String part,
      @Nullable String failure,
      String requestedBy,
      Instant requestedAt,
      @Nullable Instant finishedAt) {
    private static Deletion of(DeletionView deletion) {
      return new Deletion(
          deletion.id().toString(),
          deletion.project().toString(),
          deletion.name(),
          deletion.state().name().toLowerCase(Locale.ROOT),
          deletion.deleted(),
          deletion.part(),
          deletion.failure(),
          deletion.requestedBy(),
          deletion.requestedAt(),
          deletion.finishedAt());
    }
  }

  private final ProjectArchive archive;
  private final ProjectDeletions deletions;

  ProjectEndController(ProjectArchive archive, ProjectDeletions deletions) {
    this.archive = archive;
    this.deletions = deletions;
  }

  /**
   * Archives a project: nothing new begins in it, its keys and user tokens are refused, and it can
   * only be looked at. Executions that have begun end.
   */
  @Post("/projects/{project}/archive")
  Project archive(
      @Parameter(hidden = true) OrganizationCaller member,
      @Parameter(hidden = true) Caller caller,
      String project) {
    return Project.of(archive.archive(member, caller.requireProject(project)));
  }

  /** Takes an archived project up again, with everything that it had. */
  @Post("/projects/{project}/restore")
  Project restore(
      @Parameter(hidden = true) OrganizationCaller member,
      @Parameter(hidden = true) Caller caller,
      String project) {
    return Project.of(archive.restore(member, caller.requireProject(project)));
  }

  /**
   * Begins to delete a project with everything that it has. From now on it does not exist.
   *
   * @param confirm the project's name
   */
  @Delete("/projects/{project}")
  @ApiResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = Deletion.class)))
  HttpResponse<Deletion> delete(
      @Parameter(hidden = true) OrganizationCaller member,
      @Parameter(hidden = true) Caller caller,
      String project,
      @Nullable @QueryValue String confirm) {
    Deletion deletion =
        Deletion.of(deletions.request(member, caller.requireProject(project), confirm));
    return HttpResponse.<Deletion>accepted(URI.create("/api/v1/project-deletions/" + deletion.id()))
        .body(deletion);
  }

  /** Projects that are being deleted or were within a year, the newest first. */
  @Get("/project-deletions")
  Page<Deletion> list(
      @Parameter(hidden = true) OrganizationCaller caller,
      @Nullable @QueryValue Integer limit,
      @Nullable @QueryValue String cursor) {
    Page<DeletionView> page = deletions.list(caller.organization(), PageRequest.of(limit, cursor));
    return new Page<>(page.items().stream().map(Deletion::of).toList(), page.nextCursor());
  }

  /** How far a deletion is; known for a year. */
  @Get("/project-deletions/{deletion}")
  Deletion get(@Parameter(hidden = true) OrganizationCaller caller, String deletion) {
    return Deletion.of(deletions.get(caller.organization(), deletion));
  }
}
