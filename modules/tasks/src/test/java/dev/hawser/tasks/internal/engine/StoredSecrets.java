package dev.hawser.tasks.internal.engine;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.EnvironmentSecrets;
import dev.hawser.identity.SecretUse;
import dev.hawser.identity.SecretValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Secrets in memory, the same for every project, with a note of who read them. */
final class StoredSecrets implements EnvironmentSecrets {
  final Map<String, SecretValue> values = new TreeMap<>();
  final List<String> uses = new CopyOnWriteArrayList<>();

  /** How many more reads find the key service of the vault away. */
  final AtomicInteger away = new AtomicInteger();

  @Override
  public Set<String> names(ProjectId project) {
    return values.keySet();
  }

  @Override
  public Map<String, SecretValue> read(ProjectId project, Set<String> names, SecretUse use) {
    if (away.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new HawserException.Unavailable(
          new ErrorCode("identity.vault-key-service-unavailable"), "The key service is away", null);
    }
    uses.add(use.reference());
    Map<String, SecretValue> read = new TreeMap<>(values);
    read.keySet().retainAll(names);
    return read;
  }
}
