package dev.hawser.tasks.internal.engine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.EnvironmentSecrets;
import dev.hawser.identity.SecretUse;
import dev.hawser.identity.SecretValue;
import dev.hawser.tasks.ExecutionId;
import dev.hawser.workflows.Plan;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Reads the secrets that executions use. What finds their values in records takes time to make, so
 * it is kept for as long as the values themselves are remembered.
 */
@Singleton
final class SecretReader {
  private static final Duration KEPT = Duration.ofSeconds(10);
  private static final int MOST = 500;

  private final EnvironmentSecrets secrets;
  private final Cache<Map<String, SecretValue>, ExecutionSecrets> made =
      Caffeine.newBuilder()
          .maximumSize(MOST)
          .expireAfterWrite(KEPT)
          .scheduler(Scheduler.systemScheduler()) // so that they go when nobody comes, too
          .build();

  SecretReader(EnvironmentSecrets secrets) {
    this.secrets = secrets;
  }

  /**
   * What a plan reads of a project's secrets.
   *
   * @throws dev.hawser.core.error.HawserException.Unavailable when they cannot be read now
   */
  ExecutionSecrets read(ProjectId project, Plan plan, ExecutionId execution) {
    Set<String> names = plan.environment().secretsRead();
    if (names.isEmpty()) {
      return ExecutionSecrets.NONE;
    }
    Map<String, SecretValue> values =
        secrets.read(project, names, new SecretUse(execution.toString()));
    return Objects.requireNonNull(made.get(Map.copyOf(values), ExecutionSecrets::of));
  }
}
