package dev.hawser.core.tenancy;

import dev.hawser.core.error.HawserException;

/**
 * Which projects are archived or being deleted. Whatever begins something in a project that no
 * caller of the management API has asked for (a webhook, a schedule, an event) asks here first. A
 * change is known on every replica within two seconds. Safe for any number of threads.
 */
public interface Projects {
  /** From memory; never blocks and never fails. */
  ProjectState state(ProjectId project);

  /**
   * Returns if something new may begin in the project. From memory in the normal case; blocks only
   * while the database has not answered for three seconds.
   *
   * @throws HawserException.Conflict when it is archived
   * @throws HawserException.NotFound when it is being deleted, or was
   * @throws HawserException.Unavailable when nobody can know
   */
  void requireActive(ProjectId project);
}
