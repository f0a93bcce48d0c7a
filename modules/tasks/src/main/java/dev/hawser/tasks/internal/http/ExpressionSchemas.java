package dev.hawser.tasks.internal.http;

import io.micronaut.core.annotation.Introspected;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The shapes of evaluating expressions, for the OpenAPI document. */
final class ExpressionSchemas {
  private ExpressionSchemas() {}

  /**
   * Either {@code value} or {@code condition}; of {@code data} and {@code execution} at most one.
   *
   * @param value any JSON with expressions in its texts
   * @param condition a text that is one expression, or the form with {@code any} and {@code all}
   * @param data values for {@code trigger}, {@code steps} and the other roots
   * @param execution whose data is used
   * @param before of the execution, only what came before this step
   */
  @Introspected
  @Schema(name = "EvaluateExpression")
  record EvaluateExpression(
      @Nullable Object value,
      @Nullable Object condition,
      @Nullable Map<String, Object> data,
      @Nullable String execution,
      @Nullable String before) {}

  /**
   * {@code result} and {@code type}, or {@code error}.
   *
   * @param type string, integer, number, boolean, null, list or object
   */
  @Introspected
  @Schema(name = "Evaluated")
  record Evaluated(
      @Nullable Object result, @Nullable String type, @Nullable EvaluationError error) {}

  /**
   * Why an expression failed on the data.
   *
   * @param position in the expression, in characters from 0; null when it is about all of it
   */
  @Introspected
  @Schema(name = "EvaluationError")
  record EvaluationError(String message, String expression, @Nullable Long position) {}
}
