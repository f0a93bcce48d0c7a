package dev.hawser.workflows.internal.store;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import org.jspecify.annotations.Nullable;

/** Changes that are tied to the revision that the client has seen. */
public final class Revisions {
  private static final ErrorCode CHANGED = new ErrorCode("workflows.revision-changed");

  private Revisions() {}

  /**
   * @param expected null when the client does not care
   * @param what the thing, at the start of a sentence
   * @throws HawserException.PreconditionFailed when it is another one
   */
  public static void require(@Nullable Long expected, long actual, String what) {
    if (expected != null && expected != actual) {
      throw new HawserException.PreconditionFailed(
          CHANGED,
          what
              + " is at revision "
              + actual
              + " now, not "
              + expected
              + ". Read it again and apply the change to that.");
    }
  }
}
