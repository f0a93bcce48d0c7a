package dev.hawser.workflows.internal.preview;

import dev.hawser.workflows.EvaluationException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What all expressions of one preview may take together: each has its own limits beside. */
final class PreviewBudget {
  private static final long MOST_CHARACTERS = 10L << 20;
  private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int SCALAR = 4;

  private final LongSupplier nanos;
  private final long start;
  private long left = MOST_CHARACTERS;

  /**
   * @param nanos a clock for time that passes, which starts now
   */
  PreviewBudget(LongSupplier nanos) {
    this.nanos = nanos;
    this.start = nanos.getAsLong();
  }

  /**
   * Pays for one text of the preview.
   *
   * @throws EvaluationException when all of them together gave too much, or took too long
   */
  void spend(String text, @Nullable Object result) {
    measure(result);
    if (left < 0) {
      throw failure(text, "the results of the preview grow over 10 MiB together");
    }
    if (nanos.getAsLong() - start > MOST_NANOS) {
      throw failure(text, "the expressions of the preview take more than 1 s together");
    }
  }

  private static EvaluationException failure(String text, String message) {
    return new EvaluationException(text, message);
  }

  /** Looks no further than what is left. */
  private void measure(@Nullable Object json) {
    switch (json) {
      case String text -> left -= text.length() + 2L;
      case Map<?, ?> map -> {
        left -= 2;
        for (var field : map.entrySet()) {
          if (left < 0) {
            return;
          }
          left -= String.valueOf(field.getKey()).length() + 4L;
          measure(field.getValue());
        }
      }
      case List<?> list -> {
        left -= 2;
        for (Object item : list) {
          if (left < 0) {
            return;
          }
          left--;
          measure(item);
        }
      }
      case null, default -> left -= SCALAR;
    }
  }
}
