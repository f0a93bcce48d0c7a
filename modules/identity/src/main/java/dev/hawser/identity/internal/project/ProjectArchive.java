package dev.hawser.identity.internal.project;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.audit.AuditTrail;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.OrganizationCaller;
import dev.hawser.core.tenancy.ProjectId;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Puts projects away, and takes them up again. What they have stays. */
@Singleton
public final class ProjectArchive {
  private final ProjectTable projects;
  private final ProjectStates states;
  private final InstantSource clock;
  private final AuditTrail audit;
  private final TransactionOperations<Connection> transactions;

  ProjectArchive(
      ProjectTable projects,
      ProjectStates states,
      InstantSource clock,
      @Named("identity") AuditTrail audit,
      @Named("identity") TransactionOperations<Connection> transactions) {
    this.projects = projects;
    this.states = states;
    this.clock = clock;
    this.audit = audit;
    this.transactions = transactions;
  }

  /**
   * From now on nothing new begins in the project; what has begun ends. One that is archived stays
   * as it is.
   *
   * @throws HawserException.NotFound when the organization has no such project
   */
  public ProjectView archive(OrganizationCaller caller, ProjectId project) {
    return change(caller, project, clock.instant().truncatedTo(ChronoUnit.MICROS));
  }

  /**
   * Takes a project up again, with everything that it had.
   *
   * @throws HawserException.NotFound when the organization has no such project
   */
  public ProjectView restore(OrganizationCaller caller, ProjectId project) {
    return change(caller, project, null);
  }

  private ProjectView change(OrganizationCaller caller, ProjectId project, @Nullable Instant at) {
    return transactions.executeWrite(
        status -> {
          projects.lockAll(caller.organization());
          ProjectRow row = find(caller, project);
          if ((row.archivedAt() == null) == (at == null)) {
            return ProjectView.of(row);
          }
          projects.archive(row.organization(), project, at, at == null ? null : caller.subject());
          states.changed();
          audit.record(
              AuditEvent.by(caller, at == null ? "projects.restored" : "projects.archived")
                  .in(project)
                  .on("project", project)
                  .with("name", row.name()));
          return ProjectView.of(find(caller, project));
        });
  }

  private ProjectRow find(OrganizationCaller caller, ProjectId project) {
    return projects
        .find(caller.organization(), project)
        .orElseThrow(() -> ProjectService.notFound(project));
  }
}
