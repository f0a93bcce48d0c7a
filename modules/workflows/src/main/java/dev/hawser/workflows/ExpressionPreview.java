package dev.hawser.workflows;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates values and conditions that are not, or not yet, part of a workflow, for an editor that
 * shows what they give. Nothing is kept. Safe for any number of threads. A preview has at most 200
 * expressions, whose evaluation ends after about a second with at most 10 MiB of results.
 */
public interface ExpressionPreview {
  /**
   * Compiles a value: any JSON (types of {@link dev.hawser.core.json.Json}) with templates in its
   * texts.
   *
   * @throws dev.hawser.core.error.HawserException.Invalid with all problems when an expression is
   *     wrong
   */
  Compiled value(@Nullable Object json);

  /**
   * Compiles a condition, in either of its two forms.
   *
   * @throws dev.hawser.core.error.HawserException.Invalid with all problems when it is wrong
   */
  Compiled condition(@Nullable Object json);

  /** What was compiled. */
  interface Compiled {
    /**
     * The roots that it reads, and {@code steps.<id>} for each step that it names; {@code steps}
     * alone when it reads steps that it does not name.
     */
    Set<String> reads();

    /**
     * Evaluates it once.
     *
     * @param roots the JSON values of the roots; every secret is {@code "***"} in any case
     * @param now what {@code now} gives
     */
    Outcome evaluate(Map<String, ? extends @Nullable Object> roots, Instant now);
  }

  /** How an evaluation ended. */
  sealed interface Outcome {
    /** It gave a JSON value. */
    record Result(@Nullable Object json) implements Outcome {}

    /**
     * It failed on its data.
     *
     * @param expression the one that failed
     * @param position where in the expression, in characters from 0; -1 when it is about all of it
     */
    record Failure(String message, String expression, int position) implements Outcome {}
  }
}
