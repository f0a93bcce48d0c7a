package dev.hawser.workflows.internal.preview;

import dev.hawser.workflows.Scope;
import java.time.Instant;
import java.util.AbstractMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The data of one preview. It has every secret, and all of them are asterisks. */
record PreviewScope(
    Map<String, ? extends @Nullable Object> roots, Instant now, PreviewBudget budget)
    implements Scope {
  private static final Map<String, Object> SECRETS = new HiddenSecrets();

  @Override
  public @Nullable Object root(String name) {
    return name.equals("secrets") ? SECRETS : roots.get(name);
  }

  @Override
  public UUID uuid() {
    return UUID.randomUUID();
  }

  private static final class HiddenSecrets extends AbstractMap<String, Object> {
    @Override
    public boolean containsKey(Object name) {
      return true;
    }

    @Override
    public Object get(Object name) {
      return "***";
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      return Set.of();
    }
  }
}
