package dev.hawser.core.tenancy;

import org.jspecify.annotations.Nullable;

/**
 * Data that a module keeps of projects. Every bean of this type is called when a project is
 * deleted, in the order of their names, again and again until a whole round of all of them counts
 * nothing; then the project's row goes. From some seconds before the first call on, {@link
 * Projects} says on all replicas that the project is gone: who writes for a project asks that
 * first, so that nothing is written behind the last round.
 *
 * <p>It covers the data of the project's connected users too. What belongs to the organization, as
 * the audit log does, stays.
 */
public interface ProjectData {
  /** Stable and unique, for progress and log lines, for example {@code executions}. */
  String name();

  /**
   * Deletes some of the project's data, everywhere: tables, blobs, caches. Durable when it returns.
   * May block for at most about ten seconds. Called again after a crash, by another replica, and
   * sometimes by two at once: what is gone already is no error. An exception is logged, and it is
   * tried again later.
   *
   * @param place where the last call wants this one to go on; null to begin
   * @param limit about how many things to delete in this call
   */
  Deleted delete(ProjectId project, @Nullable String place, int limit);

  /** What is left after a call. */
  enum Left {
    /** Nothing behind the place where it began. */
    NOTHING,
    /** Perhaps something: call again. */
    SOME,
    /** Something that ends by itself soon: call again in a second. */
    BUSY
  }

  /**
   * What a call has done.
   *
   * @param count how many things it has deleted
   * @param place where to go on; null for the beginning
   */
  record Deleted(int count, Left left, @Nullable String place) {
    /** There was nothing. */
    public static final Deleted NOTHING = new Deleted(0, Left.NOTHING, null);

    /** What deletes rows until fewer than the limit are found has deleted so many. */
    public static Deleted of(int count, int limit) {
      return new Deleted(count, count < limit ? Left.NOTHING : Left.SOME, null);
    }
  }
}
