package dev.hawser.identity.internal.secret;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.EnvironmentSecrets;
import dev.hawser.identity.SecretUse;
import dev.hawser.identity.SecretValue;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Secrets for executions; what is given out is noted first. */
@Singleton
final class ReadSecrets implements EnvironmentSecrets {
  private final SecretRepository secrets;
  private final SecretCache cache;
  private final AccessLog log;

  ReadSecrets(SecretRepository secrets, SecretCache cache, AccessLog log) {
    this.secrets = secrets;
    this.cache = cache;
    this.log = log;
  }

  @Override
  public Set<String> names(ProjectId project) {
    return Set.copyOf(SecretCache.ask(() -> secrets.names(project)));
  }

  @Override
  public Map<String, SecretValue> read(ProjectId project, Set<String> names, SecretUse use) {
    if (names.isEmpty()) {
      return Map.of();
    }
    SecretCache.ProjectSecrets all = cache.get(project);
    Map<String, SecretValue> values = new TreeMap<>();
    for (String name : names) {
      SecretValue value = all.find(name);
      if (value != null) {
        values.put(name, value);
      }
    }
    if (!values.isEmpty()) {
      log.note(
          new AccessLog.What(
              Objects.requireNonNull(all.organization()), project, Set.copyOf(values.keySet())),
          use);
    }
    return values;
  }
}
