package dev.hawser.identity.internal.project;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.audit.AuditTrail;
import dev.hawser.core.config.SettingValues;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.ProjectDeletionSettings;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes requests to delete projects, and says how far they are. */
@Singleton
public final class ProjectDeletions {
  private static final ErrorCode NOT_FOUND = new ErrorCode("identity.deletion-not-found");
  private static final ErrorCode NOT_CONFIRMED =
      new ErrorCode("identity.project-deletion-not-confirmed");
  private static final UUID LAST = new UUID(-1, -1);

  /** How far a deletion is. */
  public enum State {
    WAITING,
    RUNNING,
    DONE
  }

  /**
   * A deletion.
   *
   * @param name what the project was called
   * @param deleted how many things are gone; about, when a process died on the way
   * @param part whose data is being deleted, while it runs
   * @param failure why it waits to be tried again
   */
  public record DeletionView(
      ProjectDeletionId id,
      ProjectId project,
      String name,
      State state,
      long deleted,
      @Nullable String part,
      @Nullable String failure,
      String requestedBy,
      Instant requestedAt,
      @Nullable Instant finishedAt) {}

  private final ProjectTable projects;
  private final ProjectDeletionTable deletions;
  private final ProjectStates states;
  private final Uuid7 ids;
  private final InstantSource clock;
  private final AuditTrail audit;
  private final TransactionOperations<Connection> transactions;
  private final Duration delay;

  ProjectDeletions(
      ProjectTable projects,
      ProjectDeletionTable deletions,
      ProjectStates states,
      Uuid7 ids,
      InstantSource clock,
      SettingValues settings,
      @Named("identity") AuditTrail audit,
      @Named("identity") TransactionOperations<Connection> transactions) {
    this.projects = projects;
    this.deletions = deletions;
    this.states = states;
    this.ids = ids;
    this.clock = clock;
    this.delay = settings.get(ProjectDeletionSettings.DELETION_DELAY);
    this.audit = audit;
    this.transactions = transactions;
  }

  /**
   * Begins to delete a project with everything that it has. From now on it does not exist.
   *
   * @param confirmation the project's name, as a person has typed it
   * @throws HawserException.NotFound when the organization has no such project
   * @throws HawserException.Invalid when the name is another
   */
  public DeletionView request(
      OrganizationCaller caller, ProjectId project, @Nullable String confirmation) {
    OrganizationId organization = caller.organization();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return transactions.executeWrite(
        status -> {
          projects.lockAll(organization);
          ProjectRow row =
              projects
                  .find(organization, project)
                  .orElseThrow(() -> ProjectService.notFound(project));
          if (!row.name().equals(confirmation)) {
            throw notConfirmed();
          }
          ProjectDeletionRow deletion =
              new ProjectDeletionRow(
                  ids.next(),
                  organization.value(),
                  row.id(),
                  row.name(),
                  caller.subject(),
                  now,
                  null,
                  null,
                  false,
                  0,
                  null,
                  null,
                  now.plus(delay),
                  null);
          deletions.insert(deletion);
          projects.endChain(organization, project);
          projects.beginDeletion(organization, project);
          states.changed();
          audit.record(
              AuditEvent.by(caller, "projects.deletion-requested")
                  .in(project)
                  .on("project", project)
                  .with("name", row.name())
                  .with("deletion", new ProjectDeletionId(deletion.id())));
          return view(deletion);
        });
  }

  /**
   * A deletion.
   *
   * @throws HawserException.NotFound when it is malformed, unknown or of another organization
   */
  public DeletionView get(OrganizationId organization, String id) {
    return ProjectDeletionId.parse(id)
        .flatMap(parsed -> deletions.find(organization, parsed.value()))
        .map(ProjectDeletions::view)
        .orElseThrow(() -> new HawserException.NotFound(NOT_FOUND, "There is no deletion " + id));
  }

  /** Deletions of the organization's projects, newest first. */
  public Page<DeletionView> list(OrganizationId organization, PageRequest request) {
    ProjectDeletionId before = request.position(text -> ProjectDeletionId.parse(text).orElse(null));
    List<ProjectDeletionRow> rows =
        deletions.list(organization, before == null ? LAST : before.value(), request.limit() + 1);
    return request.page(
        rows.stream().map(ProjectDeletions::view).toList(), deletion -> deletion.id().toString());
  }

  private static DeletionView view(ProjectDeletionRow row) {
    State state =
        row.finishedAt() != null
            ? State.DONE
            : row.worker() == null && row.part() == null ? State.WAITING : State.RUNNING;
    return new DeletionView(
        new ProjectDeletionId(row.id()),
        row.project(),
        row.name(),
        state,
        row.deleted(),
        row.part(),
        row.failure(),
        row.requestedBy(),
        row.requestedAt(),
        row.finishedAt());
  }

  private static HawserException.Invalid notConfirmed() {
    String message = "confirm must be the project's name, exactly";
    return new HawserException.Invalid(
        NOT_CONFIRMED, message, List.of(Problem.at("/confirm", message)));
  }
}
