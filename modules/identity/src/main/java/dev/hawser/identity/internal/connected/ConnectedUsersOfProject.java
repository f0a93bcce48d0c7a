package dev.hawser.identity.internal.connected;

import dev.hawser.core.tenancy.ProjectData;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.ConnectedUserId;
import dev.hawser.identity.spi.ConnectedUserData;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The connected users of a project that is deleted, with what other modules keep of each of them,
 * and the records of users who were deleted before.
 */
@Singleton
final class ConnectedUsersOfProject implements ProjectData {
  /** So many in one call when others must be asked about each. */
  private static final int FEW = 20;

  private final ConnectedUserRepository users;
  private final DeletionRepository deletions;
  private final List<ConnectedUserData> parts;

  ConnectedUsersOfProject(
      ConnectedUserRepository users,
      DeletionRepository deletions,
      Collection<ConnectedUserData> parts) {
    this.users = users;
    this.deletions = deletions;
    this.parts = List.copyOf(parts);
  }

  @Override
  public String name() {
    return "connected-users";
  }

  @Override
  public Deleted delete(ProjectId project, @Nullable String place, int limit) {
    int records = deletions.deleteOf(project, limit);
    if (records > 0) {
      return new Deleted(records, Left.SOME, null);
    }
    int most = parts.isEmpty() ? limit : Math.min(limit, FEW);
    List<UUID> some = users.someOf(project, most);
    int deleted = 0;
    for (UUID user : some) {
      for (ConnectedUserData part : parts) {
        ConnectedUserData.Deleted of = part.delete(project, new ConnectedUserId(user), limit);
        deleted += of.count();
        if (of.more()) {
          return new Deleted(deleted, Left.SOME, null);
        }
      }
    }
    return some.isEmpty()
        ? Deleted.NOTHING
        : new Deleted(deleted + users.deleteThese(project, some), Left.SOME, null);
  }
}
