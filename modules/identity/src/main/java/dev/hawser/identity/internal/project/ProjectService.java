package dev.hawser.identity.internal.project;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.audit.AuditTrail;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.UserId;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Makes, lists and changes projects. */
@Singleton
public final class ProjectService {
  private static final ErrorCode NOT_FOUND = new ErrorCode("identity.project-not-found");
  private static final ErrorCode NAME_TAKEN = new ErrorCode("identity.project-name-taken");
  private static final ErrorCode WRONG_CHAIN = new ErrorCode("identity.project-chain-invalid");
  private static final ErrorCode NO_TEAM = new ErrorCode("identity.team-not-found");
  private static final UUID NIL = new UUID(0, 0);

  /** What somebody can see of an organization's projects. */
  public sealed interface Sight {
    record OfMember(UserId user) implements Sight {}

    record One(ProjectId project) implements Sight {}
  }

  /**
   * Which projects are wanted.
   *
   * @param name a part of the name, in any case
   * @param archived whether they are archived; null for all
   */
  public record Filter(
      Sight sight,
      @Nullable Environment environment,
      @Nullable String name,
      @Nullable Boolean archived) {}

  /**
   * A project to be made.
   *
   * @param releasedFrom the project of an earlier stage that hands on to this one
   */
  public record NewProject(
      ProjectSettings settings, Environment environment, @Nullable ProjectId releasedFrom) {}

  private final ProjectTable projects;
  private final ProjectStates states;
  private final Uuid7 ids;
  private final InstantSource clock;
  private final AuditTrail audit;
  private final TransactionOperations<Connection> transactions;

  ProjectService(
      ProjectTable projects,
      ProjectStates states,
      Uuid7 ids,
      InstantSource clock,
      @Named("identity") AuditTrail audit,
      @Named("identity") TransactionOperations<Connection> transactions) {
    this.projects = projects;
    this.states = states;
    this.ids = ids;
    this.clock = clock;
    this.audit = audit;
    this.transactions = transactions;
  }

  /** Projects of the organization, oldest first. */
  public Page<ProjectView> list(OrganizationId organization, Filter filter, PageRequest request) {
    ProjectId after = request.position(text -> ProjectId.parse(text).orElse(null));
    List<ProjectRow> rows =
        projects.list(
            organization,
            filter.sight() instanceof Sight.OfMember(UserId user) ? user.value() : NIL,
            filter.sight() instanceof Sight.One(ProjectId project) ? project.value() : NIL,
            filter.environment() == null ? null : filter.environment().id(),
            filter.name(),
            filter.archived(),
            after == null ? NIL : after.value(),
            request.limit() + 1);
    return request.page(
        rows.stream().map(ProjectView::of).toList(), project -> project.id().toString());
  }

  /**
   * The project.
   *
   * @throws HawserException.NotFound when the organization has none with this id
   */
  public ProjectView get(OrganizationId organization, ProjectId project) {
    return projects
        .find(organization, project)
        .map(ProjectView::of)
        .orElseThrow(() -> notFound(project));
  }

  /**
   * Makes a project.
   *
   * @throws HawserException.Conflict when the name is taken, or the predecessor hands on to another
   * @throws HawserException.Invalid when team or predecessor are not of the organization, or the
   *     predecessor is not of an earlier stage
   */
  public ProjectView create(OrganizationCaller caller, NewProject wanted) {
    OrganizationId organization = caller.organization();
    return transactions.executeWrite(
        status -> {
          projects.lockAll(organization);
          Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
          ProjectId id = new ProjectId(ids.next());
          checkTeam(organization, wanted.settings());
          checkName(organization, id, wanted.settings().name());
          checkChain(organization, wanted);
          ProjectId from = wanted.releasedFrom();
          ProjectRow row =
              new ProjectRow(
                  id.value(),
                  organization.value(),
                  wanted.settings().team().value(),
                  wanted.settings().name(),
                  wanted.settings().description(),
                  wanted.environment().id(),
                  from == null ? null : from.value(),
                  wanted.settings().access().id(),
                  wanted.settings().maxConnectedUsers(),
                  wanted.settings().allowedOrigins().list(),
                  now,
                  now,
                  null);
          projects.insert(row);
          audit.record(
              AuditEvent.by(caller, "projects.created")
                  .in(id)
                  .on("project", id)
                  .with("name", row.name())
                  .with("environment", row.environment())
                  .with(
                      "allowedOrigins",
                      row.allowedOrigins().isEmpty() ? null : row.allowedOrigins()));
          noteOrigins(AllowedOrigins.ANY, wanted.settings().allowedOrigins());
          return ProjectView.of(row);
        });
  }

  /**
   * Changes the settings.
   *
   * @param change from the settings as they are to those wanted; may be called once
   * @throws HawserException.NotFound when the organization has no such project
   * @throws HawserException.Conflict when the name is taken, or the project is archived
   * @throws HawserException.Invalid when the team is not of the organization
   */
  public ProjectView change(
      OrganizationCaller caller, ProjectId project, UnaryOperator<ProjectSettings> change) {
    OrganizationId organization = caller.organization();
    return transactions.executeWrite(
        status -> {
          projects.lockAll(organization);
          ProjectRow row =
              projects.find(organization, project).orElseThrow(() -> notFound(project));
          if (row.archivedAt() != null) {
            throw ProjectStates.archived();
          }
          ProjectView old = ProjectView.of(row);
          ProjectSettings wanted =
              change.apply(
                  new ProjectSettings(
                      old.team(),
                      old.name(),
                      old.description(),
                      old.access(),
                      old.maxConnectedUsers(),
                      old.allowedOrigins()));
          checkTeam(organization, wanted);
          checkName(organization, project, wanted.name());
          ProjectRow changed =
              new ProjectRow(
                  row.id(),
                  row.organizationId(),
                  wanted.team().value(),
                  wanted.name(),
                  wanted.description(),
                  row.environment(),
                  row.releasedFromId(),
                  wanted.access().id(),
                  wanted.maxConnectedUsers(),
                  wanted.allowedOrigins().list(),
                  row.createdAt(),
                  clock.instant().truncatedTo(ChronoUnit.MICROS),
                  row.archivedAt());
          projects.update(changed);
          AuditEvent event =
              AuditEvent.by(caller, "projects.changed").in(project).on("project", project);
          event = with(event, "name", row.name(), changed.name());
          event = with(event, "team", old.team(), wanted.team());
          event = with(event, "description", row.description(), changed.description());
          event = with(event, "access", row.access(), changed.access());
          event =
              with(
                  event, "maxConnectedUsers", row.maxConnectedUsers(), changed.maxConnectedUsers());
          event = with(event, "allowedOrigins", row.allowedOrigins(), changed.allowedOrigins());
          if (!event.details().isEmpty()) {
            audit.record(event);
          }
          noteOrigins(old.allowedOrigins(), wanted.allowedOrigins());
          return ProjectView.of(changed);
        });
  }

  /** What is not the same, as it was and as it is. */
  private static AuditEvent with(
      AuditEvent event, String name, @Nullable Object before, @Nullable Object after) {
    return Objects.equals(before, after)
        ? event
        : event.with(name, after).with(name + "Before", before);
  }

  /** Known here from the commit on, on other replicas within two seconds. */
  private void noteOrigins(AllowedOrigins old, AllowedOrigins wanted) {
    if (!wanted.equals(old)) {
      projects.countOriginsChange();
      states.changed();
    }
  }

  private void checkTeam(OrganizationId organization, ProjectSettings settings) {
    if (projects.teams(organization, settings.team().value()) == 0) {
      String message = "There is no team " + settings.team();
      throw new HawserException.Invalid(NO_TEAM, message, List.of(Problem.at("/team", message)));
    }
  }

  private void checkName(OrganizationId organization, ProjectId id, String name) {
    if (projects.named(organization, name, id) > 0) {
      throw new HawserException.Conflict(
          NAME_TAKEN, "The organization has another project with the name " + name + ".");
    }
  }

  private void checkChain(OrganizationId organization, NewProject wanted) {
    ProjectId from = wanted.releasedFrom();
    if (from == null) {
      return;
    }
    ProjectRow before = projects.find(organization, from).orElse(null);
    if (before == null) {
      throw wrongChain("There is no project " + from);
    }
    Environment stage = Environment.find(before.environment()).orElseThrow();
    if (!wanted.environment().follows(stage)) {
      throw wrongChain(
          "A project of "
              + wanted.environment().id()
              + " cannot get its releases from one of "
              + stage.id());
    }
    if (projects.successors(organization, from) > 0) {
      throw new HawserException.Conflict(
          WRONG_CHAIN, from + " hands on its releases to another project already.");
    }
  }

  private static HawserException.Invalid wrongChain(String message) {
    return new HawserException.Invalid(
        WRONG_CHAIN, message, List.of(Problem.at("/releasedFrom", message)));
  }

  static HawserException.NotFound notFound(ProjectId project) {
    return new HawserException.NotFound(NOT_FOUND, "There is no project " + project);
  }
}
