package dev.hawser.tasks.internal.retention;

import dev.hawser.core.tenancy.ProjectId;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Set;
import java.util.UUID;

/**
 * Which files of workflows are referred to by the data of executions. Only who writes those
 * references can tell; without such a bean no file is an orphan, and files of an expired day stay
 * while their project has an execution open that is as old.
 */
public interface FileReferences {
  /**
   * Those files that an execution which has not expired refers to. To name one too many costs its
   * space for a while; one that is not named is deleted.
   *
   * @param day of the files' ids
   * @param files of this project, all put more than a day ago
   */
  Set<UUID> referred(ProjectId project, LocalDate day, Set<UUID> files) throws SQLException;
}
