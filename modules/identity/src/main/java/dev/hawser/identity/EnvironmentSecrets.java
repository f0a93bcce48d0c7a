package dev.hawser.identity;

import dev.hawser.core.tenancy.ProjectId;
import java.util.Map;
import java.util.Set;

/**
 * The environment secrets of projects, for those who run workflows. Safe for any number of threads.
 * Which packages may call this is held by {@code SecretAccessTest}.
 */
public interface EnvironmentSecrets {
  /**
   * The names of all secrets of a project, for checks before a deploy: always as Postgres has them
   * now, empty for a project that has none or does not exist. Decrypts nothing and is not audited.
   * Blocks.
   *
   * @throws dev.hawser.core.error.HawserException.Unavailable when the database cannot answer
   */
  Set<String> names(ProjectId project);

  /**
   * The values of some secrets. Each call is audited: project, names, use and time; the line is
   * written within about a second in the background, so that no commit waits for it. What a killed
   * process has not written yet is lost; an execution that goes on elsewhere reads again, and that
   * is audited again.
   *
   * <p>Answers from memory what was read at most ten seconds ago, so that executions go on while
   * the database is down for a moment; a change is seen at once on the replica that made it, within
   * a second on others (announced through Redis), at the latest after ten seconds. Blocks when
   * memory has no answer.
   *
   * @param names those that the workflow declares; may be empty
   * @param use why they are read
   * @return by name; a secret that does not exist is not in the map, which is for the caller to
   *     judge
   * @throws dev.hawser.core.error.HawserException.Unavailable when neither memory nor the database
   *     can answer, or when so many reads wait to be audited that this one could not be
   * @throws dev.hawser.core.error.HawserException.Internal when a value does not decrypt: it was
   *     changed or moved in the database
   */
  Map<String, SecretValue> read(ProjectId project, Set<String> names, SecretUse use);
}
