package dev.hawser.workflows.internal.expression;

import dev.hawser.workflows.Scope;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A scope with given roots, a fixed time and counting identifiers. */
public final class TestScope implements Scope {
  public static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
  private final Map<String, ?> roots;
  private int ids;

  public TestScope(Map<String, ?> roots) {
    this.roots = roots;
  }

  @Override
  public @Nullable Object root(String name) {
    return roots.get(name);
  }

  @Override
  public Instant now() {
    return NOW;
  }

  @Override
  public UUID uuid() {
    return new UUID(0x7000L, ++ids);
  }
}
