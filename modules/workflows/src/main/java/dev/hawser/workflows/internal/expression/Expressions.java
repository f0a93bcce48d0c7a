package dev.hawser.workflows.internal.expression;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hawser.workflows.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Compiles expressions and keeps what it compiled, by text. Thread-safe. Setting CEL up costs some
 * hundred milliseconds the first time: {@link #warmUp} pays them before somebody waits.
 */
public final class Expressions {
  /** Characters of all expressions that are kept; a compiled one takes some hundred times that. */
  private static final int KEPT = 1_000_000;

  private final Cache<String, Compilation> compiled =
      Caffeine.newBuilder()
          .maximumWeight(KEPT)
          .weigher((String text, Compilation compilation) -> text.length() + 20)
          .build();
  private volatile @Nullable CelEngine engine;

  /** Compiles and runs one expression of each kind, so that the classes behind them are loaded. */
  public void warmUp() {
    for (String text :
        List.of("trigger.body.a + 1 > 0 && has(trigger.b)", "uuid() + string(now)")) {
      if (compile(text) instanceof Compilation.Success success) {
        Objects.requireNonNull(success.expression().evaluate(new WarmUpScope()));
      }
    }
  }

  Compilation compile(String text) {
    return text.length() > CelEngine.LONGEST_EXPRESSION
        ? compileNow(text)
        : Objects.requireNonNull(compiled.get(text, this::compileNow));
  }

  private Compilation compileNow(String text) {
    if (text.isBlank()) {
      return Compilation.Failure.of(0, "there is no expression between the braces", null);
    }
    if (text.length() > CelEngine.LONGEST_EXPRESSION) {
      return Compilation.Failure.of(
          -1,
          "the expression has "
              + text.length()
              + " characters, at most "
              + CelEngine.LONGEST_EXPRESSION
              + " are allowed",
          null);
    }
    Reference reference = Reference.parse(text);
    return reference != null ? reference.check() : engine().compile(text);
  }

  private CelEngine engine() {
    CelEngine existing = engine;
    if (existing == null) {
      synchronized (this) {
        existing = engine;
        if (existing == null) {
          existing = new CelEngine();
          engine = existing;
        }
      }
    }
    return existing;
  }

  private static final class WarmUpScope implements Scope {
    @Override
    public Object root(String name) {
      return Map.of("body", Map.of("a", 1L), "b", true);
    }

    @Override
    public Instant now() {
      return Instant.EPOCH;
    }

    @Override
    public UUID uuid() {
      return new UUID(0, 0);
    }
  }
}
