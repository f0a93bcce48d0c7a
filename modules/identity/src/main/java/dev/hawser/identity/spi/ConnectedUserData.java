package dev.hawser.identity.spi;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.ConnectedUserId;

/**
 * Data that a module keeps of connected users. Every bean of this type is asked when a user is
 * deleted, in the order of their names, again and again until a whole round of all of them finds
 * nothing; then the user's row goes. From the request on the user cannot sign in any more, and
 * {@code ConnectedUsers.find} says that they are not active: a module that writes for a user
 * outside of a request of theirs (in an execution, say) asks that first, so that nothing is written
 * behind the last round.
 */
public interface ConnectedUserData {
  /** Stable and unique, for progress and log lines, for example {@code credentials}. */
  String name();

  /**
   * Deletes some of the user's data, everywhere: tables, blobs, caches. Durable when it returns.
   * May block for at most about ten seconds. Called again after a crash, by another replica, and
   * sometimes by two at once: what is gone already is no error. An exception is logged, and it is
   * tried again later.
   *
   * @param limit about how many things to delete in this call
   */
  Deleted delete(ProjectId project, ConnectedUserId user, int limit);

  /**
   * What a call has deleted.
   *
   * @param count how many things
   * @param more whether there may be more
   */
  record Deleted(int count, boolean more) {
    /** There was nothing. */
    public static final Deleted NOTHING = new Deleted(0, false);
  }
}
