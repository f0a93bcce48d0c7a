package dev.hawser.workflows.internal.preview;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.workflows.Condition;
import dev.hawser.workflows.EvaluationException;
import dev.hawser.workflows.ExpressionPreview;
import dev.hawser.workflows.Scope;
import dev.hawser.workflows.Value;
import dev.hawser.workflows.internal.expression.Expressions;
import dev.hawser.workflows.internal.expression.Templates;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Compiles what an editor sends, with an engine of its own: previews never crowd out plans. */
@Singleton
final class CelExpressionPreview implements ExpressionPreview {
  private static final ErrorCode INVALID = new ErrorCode("workflows.expression-invalid");

  private final Templates templates = new Templates(new Expressions());
  private final LongSupplier nanos;

  @Inject
  CelExpressionPreview() {
    this(System::nanoTime);
  }

  /**
   * @param nanos a clock for time that passes
   */
  CelExpressionPreview(LongSupplier nanos) {
    this.nanos = nanos;
  }

  @Override
  public Compiled value(@Nullable Object json) {
    FragmentReader reader = new FragmentReader(templates);
    Value value = reader.value("/value", "value", json);
    check(reader.problems());
    return new Fragment(value, reader.reads(), nanos);
  }

  @Override
  public Compiled condition(@Nullable Object json) {
    FragmentReader reader = new FragmentReader(templates);
    Condition condition = reader.condition("/condition", json);
    check(reader.problems());
    return new Fragment(condition::test, reader.reads(), nanos);
  }

  private static void check(List<Problem> problems) {
    if (!problems.isEmpty()) {
      String message =
          problems.size() == 1 ? "An expression is wrong." : "Some expressions are wrong.";
      throw new HawserException.Invalid(INVALID, message, problems);
    }
  }

  private record Fragment(Value value, Set<String> reads, LongSupplier nanos) implements Compiled {
    Fragment {
      reads = Set.copyOf(reads);
    }

    @Override
    public Outcome evaluate(Map<String, ? extends @Nullable Object> roots, Instant now) {
      Scope scope = new PreviewScope(roots, now, new PreviewBudget(nanos));
      try {
        return new Outcome.Result(value.evaluate(scope));
      } catch (EvaluationException e) {
        return new Outcome.Failure(String.valueOf(e.getMessage()), e.expression(), e.position());
      }
    }
  }
}
