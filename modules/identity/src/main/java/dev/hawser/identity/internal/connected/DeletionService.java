package dev.hawser.identity.internal.connected;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.page.Page;
import dev.hawser.core.page.PageRequest;
import dev.hawser.core.tenancy.Caller;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.ConnectedUserId;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes requests to delete users, and says how far they are. {@link DeletionWorker} does it. */
@Singleton
public final class DeletionService {
  /** Within that time every replica knows that the user is being deleted. */
  static final Duration PAUSE = Duration.ofSeconds(5);

  private static final ErrorCode NOT_FOUND = new ErrorCode("identity.deletion-not-found");

  /** How far a deletion is. */
  public enum State {
    WAITING,
    RUNNING,
    DONE
  }

  /**
   * A deletion.
   *
   * @param deleted how many things are gone; about, when a process died on the way
   * @param part whose data was deleted last, while it runs
   * @param failure why it waits to be tried again
   */
  public record DeletionView(
      DeletionId id,
      ConnectedUserId user,
      State state,
      long deleted,
      @Nullable String part,
      @Nullable String failure,
      String requestedBy,
      Instant requestedAt,
      @Nullable Instant finishedAt) {}

  private static final UUID NEWEST = new UUID(-1, -1);

  private final ConnectedUserRepository users;
  private final DeletionRepository deletions;
  private final KnownUsers known;
  private final Uuid7 ids;
  private final InstantSource clock;
  private final TransactionOperations<Connection> transactions;

  DeletionService(
      ConnectedUserRepository users,
      DeletionRepository deletions,
      KnownUsers known,
      Uuid7 ids,
      InstantSource clock,
      @Named("identity") TransactionOperations<Connection> transactions) {
    this.users = users;
    this.deletions = deletions;
    this.known = known;
    this.ids = ids;
    this.clock = clock;
    this.transactions = transactions;
  }

  /**
   * Begins to delete a user with all data; the same deletion when that was requested before.
   *
   * @throws HawserException.NotFound when it is malformed, unknown, of another project or gone
   */
  public DeletionView request(Caller caller, String id) {
    UUID user =
        ConnectedUserId.parse(id).orElseThrow(() -> ConnectedUserService.notFound(id)).value();
    ProjectId project = caller.project();
    Instant now = clock.instant();
    ConnectedUserRow row =
        transactions.executeWrite(
            status -> {
              ConnectedUserRow locked =
                  users.lock(project, user).orElseThrow(() -> ConnectedUserService.notFound(id));
              users.setStatus(project, user, ConnectedUserStatus.DELETING.id());
              deletions.insert(
                  ids.next(),
                  caller.organization(),
                  project,
                  user,
                  caller.subject(),
                  now,
                  now.plus(PAUSE));
              return locked;
            });
    known.forget(KnownUser.user(row));
    return deletions
        .findByUser(project, user)
        .map(DeletionService::view)
        .orElseThrow(() -> ConnectedUserService.notFound(id));
  }

  /**
   * A deletion.
   *
   * @throws HawserException.NotFound when it is malformed, unknown or of another project
   */
  public DeletionView get(ProjectId project, String id) {
    return DeletionId.parse(id)
        .flatMap(parsed -> deletions.find(project, parsed.value()))
        .map(DeletionService::view)
        .orElseThrow(() -> new HawserException.NotFound(NOT_FOUND, "There is no deletion " + id));
  }

  /** Deletions of the project's users, newest first. */
  public Page<DeletionView> list(ProjectId project, PageRequest request) {
    DeletionId before = request.position(text -> DeletionId.parse(text).orElse(null));
    List<DeletionRow> rows =
        deletions.list(project, before == null ? NEWEST : before.value(), request.limit() + 1);
    return request.page(
        rows.stream().map(DeletionService::view).toList(), deletion -> deletion.id().toString());
  }

  private static DeletionView view(DeletionRow row) {
    State state =
        row.finishedAt() != null
            ? State.DONE
            : row.worker() == null ? State.WAITING : State.RUNNING;
    return new DeletionView(
        new DeletionId(row.id()),
        new ConnectedUserId(row.userId()),
        state,
        row.deleted(),
        row.part(),
        row.failure(),
        row.requestedBy(),
        row.requestedAt(),
        row.finishedAt());
  }
}
