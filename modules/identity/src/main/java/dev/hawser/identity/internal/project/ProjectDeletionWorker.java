package dev.hawser.identity.internal.project;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.audit.AuditTrail;
import dev.hawser.core.tenancy.ProjectData;
import dev.hawser.core.tenancy.ProjectData.Deleted;
import dev.hawser.core.tenancy.ProjectData.Left;
import dev.hawser.core.tenancy.ProjectId;
import io.micronaut.core.propagation.PropagatedContext;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.Scheduled;
import io.micronaut.transaction.TransactionOperations;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes projects with everything that they have, on every replica. A deletion is held for half a
 * minute from each step to the next; when its replica dies another one goes on at the same place.
 * The project's row goes last, in the transaction that says that the deletion is done.
 */
@Singleton
class ProjectDeletionWorker {
  private static final Logger LOG = LoggerFactory.getLogger(ProjectDeletionWorker.class);
  private static final Duration HELD_FOR = Duration.ofSeconds(30);
  private static final Duration BUSY_PAUSE = Duration.ofSeconds(1);
  private static final String FAILURE =
      "Some data could not be deleted; it is tried again within a minute.";
  private static final int AT_ONCE = 500;

  private final ProjectTable projects;
  private final ProjectDeletionTable deletions;
  private final List<ProjectData> parts;
  private final InstantSource clock;
  private final ExecutorService executor;
  private final AuditTrail audit;
  private final TransactionOperations<Connection> transactions;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile boolean closed;

  ProjectDeletionWorker(
      ProjectTable projects,
      ProjectDeletionTable deletions,
      Collection<ProjectData> parts,
      InstantSource clock,
      @Named(TaskExecutors.BLOCKING) ExecutorService executor,
      @Named("identity") AuditTrail audit,
      @Named("identity") TransactionOperations<Connection> transactions) {
    this.projects = projects;
    this.deletions = deletions;
    this.parts = parts.stream().sorted(Comparator.comparing(ProjectData::name)).toList();
    this.clock = clock;
    this.executor = executor;
    this.audit = audit;
    this.transactions = transactions;
  }

  /** Looks for deletions; they run beside the schedule, which others need too. */
  @Scheduled(fixedDelay = "1s")
  void look() {
    if (!closed && running.compareAndSet(false, true)) {
      try (var _ = PropagatedContext.empty().propagate()) {
        executor.execute(
            () -> {
              try {
                work();
              } catch (RuntimeException e) {
                LOG.warn("Projects are deleted later: {}", e.toString());
              } finally {
                running.set(false);
              }
            });
      }
    }
  }

  /** What is being done is left to another replica when its time has run out. */
  @PreDestroy
  void stop() {
    closed = true;
  }

  private void work() {
    UUID worker = UUID.randomUUID();
    Optional<ProjectDeletionRow> next = claim(worker);
    while (next.isPresent()) {
      ProjectDeletionRow deletion = next.get();
      try {
        delete(deletion, worker);
      } catch (RuntimeException e) {
        LOG.warn("The deletion {} stopped and is tried again", idOf(deletion), e);
        var _ =
            deletions.postpone(deletion.organization(), deletion.id(), worker, FAILURE, until());
      }
      next = claim(worker);
    }
  }

  private Optional<ProjectDeletionRow> claim(UUID worker) {
    if (closed) {
      return Optional.empty();
    }
    return transactions.executeWrite(
        status -> {
          Optional<ProjectDeletionRow> next = deletions.next(clock.instant());
          next.ifPresent(row -> deletions.claim(row.organization(), row.id(), worker, until()));
          return next;
        });
  }

  /** Where a deletion is: which part, where in it, and what its round has found before. */
  private record Place(int part, @Nullable String at, boolean found) {}

  private void delete(ProjectDeletionRow deletion, UUID worker) {
    ProjectId project = deletion.project();
    Place place = begin(deletion);
    while (place.part() < parts.size()) {
      if (closed) {
        return;
      }
      ProjectData part = parts.get(place.part());
      Deleted deleted = part.delete(project, place.at(), AT_ONCE);
      Place next = after(place, deleted);
      String name = parts.get(Math.min(next.part(), parts.size() - 1)).name();
      int mine =
          deletions.progress(
              deletion.organization(),
              deletion.id(),
              worker,
              name,
              next.at(),
              next.found(),
              deleted.count(),
              until());
      if (mine == 0) {
        return; // somebody else does it: this replica was too slow
      }
      if (deleted.left() == Left.BUSY) {
        var _ =
            deletions.postpone(
                deletion.organization(),
                deletion.id(),
                worker,
                null,
                clock.instant().plus(BUSY_PAUSE));
        return;
      }
      place = next;
    }
    finish(deletion, worker);
  }

  /** Behind the last part there is another round, unless this one has found nothing. */
  private Place after(Place place, Deleted deleted) {
    boolean found = place.found() || deleted.count() > 0 || deleted.left() == Left.BUSY;
    if (deleted.left() != Left.NOTHING) {
      return new Place(place.part(), deleted.place(), found);
    }
    int next = place.part() + 1;
    return next == parts.size() && found ? new Place(0, null, false) : new Place(next, null, found);
  }

  /** A part that this release does not have means another round. */
  private Place begin(ProjectDeletionRow deletion) {
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).name().equals(deletion.part())) {
        return new Place(i, deletion.place(), deletion.found());
      }
    }
    return new Place(0, null, false);
  }

  private void finish(ProjectDeletionRow deletion, UUID worker) {
    boolean done =
        transactions.executeWrite(
            status -> {
              boolean mine =
                  deletions.finish(deletion.organization(), deletion.id(), worker, clock.instant())
                      > 0;
              if (mine) {
                projects.delete(deletion.organization(), deletion.project());
                audit.record(
                    AuditEvent.of(
                            deletion.organization(),
                            deletion.project(),
                            "system",
                            "projects.deleted")
                        .on("project", deletion.project())
                        .with("name", deletion.name())
                        .with("deletion", idOf(deletion)));
                projects.countOriginsChange(); // its list is gone
              }
              return mine;
            });
    if (done) {
      LOG.info("A project is deleted: {}", idOf(deletion));
    }
  }

  private static ProjectDeletionId idOf(ProjectDeletionRow deletion) {
    return new ProjectDeletionId(deletion.id());
  }

  private Instant until() {
    return clock.instant().plus(HELD_FOR);
  }
}
