package dev.hawser.identity.internal.connected;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.ConnectedUser;
import dev.hawser.identity.ConnectedUserId;
import dev.hawser.identity.ConnectedUserProfile;
import dev.hawser.identity.ConnectedUsers;
import io.micronaut.transaction.TransactionOperations;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Shows and changes connected users. */
@Singleton
public final class ConnectedUserService implements ConnectedUsers {
  private static final ErrorCode NOT_FOUND = new ErrorCode("identity.connected-user-not-found");
  private static final ErrorCode DELETING = new ErrorCode("identity.connected-user-deleting");

  /**
   * A user as lists show them.
   *
   * @param name the metadata's {@code Name}
   * @param email the metadata's {@code Email}
   * @param lastActiveAt to the minute
   */
  public record UserView(
      ConnectedUserId id,
      String userId,
      @Nullable String name,
      @Nullable String email,
      ConnectedUserStatus status,
      Instant createdAt,
      Instant lastActiveAt) {
    static UserView of(ConnectedUserRow row) {
      return new UserView(
          new ConnectedUserId(row.id()),
          row.externalId(),
          row.name(),
          row.email(),
          KnownUser.status(row),
          row.createdAt(),
          row.lastActiveAt());
    }
  }

  /** A user and what the customer notes of them. */
  public record UserDetail(UserView user, Map<String, @Nullable Object> metadata) {}

  /**
   * What is to change; null for what is to stay.
   *
   * @param metadata what is not in it stays, what is null in it goes
   * @param active whether the user may do anything
   */
  public record Change(@Nullable Map<?, ?> metadata, @Nullable Boolean active) {
    /** The names of what is to change. */
    public List<String> fields() {
      List<String> fields = new ArrayList<>();
      if (metadata != null) {
        fields.add("metadata");
      }
      if (active != null) {
        fields.add("status");
      }
      return fields;
    }
  }

  private final ConnectedUserRepository rows;
  private final KnownUsers known;
  private final TransactionOperations<Connection> transactions;

  ConnectedUserService(
      ConnectedUserRepository rows,
      KnownUsers known,
      @Named("identity") TransactionOperations<Connection> transactions) {
    this.rows = rows;
    this.known = known;
    this.transactions = transactions;
  }

  @Override
  public Optional<ConnectedUserProfile> find(ProjectId project, ConnectedUserId user) {
    return rows.find(project, user.value()).flatMap(this::profile);
  }

  @Override
  public Optional<ConnectedUserProfile> findByUserId(ProjectId project, String userId) {
    return rows.findByExternalId(project, userId).flatMap(this::profile);
  }

  private Optional<ConnectedUserProfile> profile(ConnectedUserRow row) {
    boolean active = KnownUser.status(row) == ConnectedUserStatus.ACTIVE;
    return rows.metadata(row.project(), row.id())
        .map(json -> new ConnectedUserProfile(KnownUser.user(row), active, values(json)));
  }

  /**
   * The user.
   *
   * @throws HawserException.NotFound when it is malformed, unknown or of another project
   */
  public UserDetail get(ProjectId project, String id) {
    ConnectedUserRow row = row(project, id);
    String json = rows.metadata(project, row.id()).orElseThrow(() -> notFound(id)); // deleted now
    return new UserDetail(UserView.of(row), values(json));
  }

  /** What the customer notes of a user who is calling. */
  public Map<String, @Nullable Object> metadata(ConnectedUser user) {
    return values(
        rows.metadata(user.project(), user.id().value()).orElseThrow(KnownUser::deleting));
  }

  /**
   * Changes a user.
   *
   * @throws HawserException.NotFound when it is malformed, unknown or of another project
   * @throws HawserException.Conflict when the user is being deleted
   * @throws HawserException.Invalid when the metadata is not taken
   */
  public UserDetail change(ProjectId project, String id, Change change) {
    ConnectedUserRow row = row(project, id);
    transactions.executeWrite(
        status -> {
          ConnectedUserRow locked = rows.lock(project, row.id()).orElseThrow(() -> notFound(id));
          if (KnownUser.status(locked) == ConnectedUserStatus.DELETING) {
            throw new HawserException.Conflict(DELETING, "This user is being deleted.");
          }
          if (change.metadata() != null) {
            var _ = describe(locked, change.metadata(), "metadata");
          }
          if (change.active() != null) {
            ConnectedUserStatus next =
                change.active() ? ConnectedUserStatus.ACTIVE : ConnectedUserStatus.DISABLED;
            rows.setStatus(project, row.id(), next.id());
          }
          return true;
        });
    known.forget(KnownUser.user(row));
    return get(project, id);
  }

  /**
   * Notes what a user who is calling says of themselves.
   *
   * @throws HawserException.AccessDenied when the user was disabled or deleted meanwhile
   * @throws HawserException.Invalid when the metadata is not taken
   */
  public Map<String, @Nullable Object> describe(ConnectedUser user, Map<?, ?> change) {
    return transactions.executeWrite(
        status -> {
          ConnectedUserRow locked =
              rows.lock(user.project(), user.id().value()).orElseThrow(KnownUser::deleting);
          var _ = KnownUser.of(locked).requireActive();
          return describe(locked, change, "meta").values();
        });
  }

  private Metadata describe(ConnectedUserRow locked, Map<?, ?> change, String field) {
    String json = rows.metadata(locked.project(), locked.id()).orElseThrow();
    Metadata next = Metadata.stored(json).with(change, field);
    String name = next.name();
    String email = next.email();
    rows.describe(
        locked.project(),
        locked.id(),
        next.json(),
        name,
        SearchKey.ofNullable(name),
        email,
        SearchKey.ofNullable(email));
    return next;
  }

  private ConnectedUserRow row(ProjectId project, String id) {
    return ConnectedUserId.parse(id)
        .flatMap(parsed -> rows.find(project, parsed.value()))
        .orElseThrow(() -> notFound(id));
  }

  private static Map<String, @Nullable Object> values(String json) {
    return Metadata.stored(json).values();
  }

  static HawserException.NotFound notFound(String id) {
    return new HawserException.NotFound(NOT_FOUND, "There is no connected user " + id);
  }
}
