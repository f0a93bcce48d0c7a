package dev.hawser.identity.internal.connected;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.ConnectedUserId;
import dev.hawser.identity.spi.ConnectedUserData;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes users with all their data, on every replica. A deletion is held for half a minute from
 * each step to the next; when its replica dies another one goes on, and what is gone is gone. The
 * user's row goes last, in the transaction that says that the deletion is done.
 */
@Singleton
class DeletionWorker {
  private static final Logger LOG = LoggerFactory.getLogger(DeletionWorker.class);
  private static final Duration HELD_FOR = Duration.ofSeconds(30);
  private static final int AT_ONCE = 500;

  private final ConnectedUserRepository users;
  private final DeletionRepository deletions;
  private final List<ConnectedUserData> parts;
  private final InstantSource clock;
  private final ExecutorService executor;
  private final TransactionOperations<Connection> transactions;
  private final AtomicBoolean running = new AtomicBoolean();
  private volatile boolean closed;

  DeletionWorker(
      ConnectedUserRepository users,
      DeletionRepository deletions,
      Collection<ConnectedUserData> parts,
      InstantSource clock,
      @Named(TaskExecutors.BLOCKING) ExecutorService executor,
      @Named("identity") TransactionOperations<Connection> transactions) {
    this.users = users;
    this.deletions = deletions;
    this.parts = parts.stream().sorted(Comparator.comparing(ConnectedUserData::name)).toList();
    this.clock = clock;
    this.executor = executor;
    this.transactions = transactions;
  }

  /** Looks for deletions; they run beside the schedule, which others need too. */
  @Scheduled(fixedDelay = "1s")
  void look() {
    if (!closed && running.compareAndSet(false, true)) {
      executor.execute(
          () -> {
            try {
              work();
            } catch (RuntimeException e) {
              LOG.warn("Connected users are deleted later: {}", e.toString());
            } finally {
              running.set(false);
            }
          });
    }
  }

  /** What is being done is left to another replica when its time has run out. */
  @PreDestroy
  void stop() {
    closed = true;
  }

  private void work() {
    UUID worker = UUID.randomUUID();
    Optional<DeletionRow> next = claim(worker);
    while (next.isPresent()) {
      DeletionRow deletion = next.get();
      try {
        delete(deletion, worker);
      } catch (RuntimeException e) {
        LOG.warn(
            "The deletion {} stopped and is tried again: {}",
            new DeletionId(deletion.id()),
            e.toString());
        String failure = "Some data could not be deleted; it is tried again within a minute.";
        var _ = deletions.postpone(deletion.project(), deletion.id(), worker, failure, until());
      }
      next = claim(worker);
    }
  }

  private Optional<DeletionRow> claim(UUID worker) {
    if (closed) {
      return Optional.empty();
    }
    return transactions.executeWrite(
        status -> {
          Optional<DeletionRow> next = deletions.next(clock.instant());
          next.ifPresent(row -> deletions.claim(row.project(), row.id(), worker, until()));
          return next;
        });
  }

  private void delete(DeletionRow deletion, UUID worker) {
    ProjectId project = deletion.project();
    ConnectedUserId user = new ConnectedUserId(deletion.userId());
    boolean found = true;
    while (found) {
      found = false;
      for (ConnectedUserData part : parts) {
        boolean more = true;
        while (more) {
          if (closed) {
            return;
          }
          ConnectedUserData.Deleted deleted = part.delete(project, user, AT_ONCE);
          more = deleted.more();
          found |= more || deleted.count() > 0;
          if (deletions.progress(
                  project, deletion.id(), worker, part.name(), deleted.count(), until())
              == 0) {
            return; // somebody else does it: this replica was too slow
          }
        }
      }
    }
    boolean done =
        transactions.executeWrite(
            status -> {
              boolean mine = deletions.finish(project, deletion.id(), worker, clock.instant()) > 0;
              if (mine) {
                users.delete(project, user.value());
              }
              return mine;
            });
    if (done) {
      LOG.info("A connected user is deleted: {}", new DeletionId(deletion.id()));
    }
  }

  private Instant until() {
    return clock.instant().plus(HELD_FOR);
  }
}
