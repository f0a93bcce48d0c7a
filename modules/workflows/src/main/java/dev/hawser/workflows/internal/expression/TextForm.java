package dev.hawser.workflows.internal.expression;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.json.Json;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** How a JSON value reads inside a longer text: texts as they are, everything else as JSON. */
public final class TextForm {
  private static final double LARGEST_PLAIN = 1e21;
  private static final double SMALLEST_PLAIN = 1e-7;

  private TextForm() {}

  public static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String text -> text;
      case Double number -> number(number);
      case Long number -> Long.toString(number);
      case Boolean bool -> Boolean.toString(bool);
      default -> new String(Json.write(value), UTF_8);
    };
  }

  /** As ECMAScript writes numbers: no fraction where there is none, no exponent below 10^21. */
  private static String number(double number) {
    if (number == 0) {
      return "0";
    }
    double size = Math.abs(number);
    if (size < SMALLEST_PLAIN || size >= LARGEST_PLAIN) {
      return Double.toString(number);
    }
    return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
  }
}
