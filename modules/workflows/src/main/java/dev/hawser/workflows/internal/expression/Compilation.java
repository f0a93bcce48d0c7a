package dev.hawser.workflows.internal.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The outcome of compiling one expression: either it is there, or why not. */
sealed interface Compilation {
  record Success(Expression expression) implements Compilation {}

  /** At least one flaw. */
  record Failure(List<Flaw> flaws) implements Compilation {
    public Failure {
      flaws = List.copyOf(flaws);
    }

    static Failure of(int offset, String message, @Nullable String suggestion) {
      return new Failure(List.of(new Flaw(offset, message, suggestion)));
    }
  }

  /**
   * @param offset where in the expression, in characters from its start; -1 when it is about all of
   *     it
   */
  record Flaw(int offset, String message, @Nullable String suggestion) {}
}
