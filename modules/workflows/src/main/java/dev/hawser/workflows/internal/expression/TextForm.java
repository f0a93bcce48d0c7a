package dev.hawser.workflows.internal.expression;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
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

  /** Whether the text of a value has at most about that many characters. */
  static boolean fits(@Nullable Object value, long characters) {
    return left(value, characters) >= 0;
  }

  private static long left(@Nullable Object value, long characters) {
    long left = characters;
    switch (value) {
      case String text -> left -= text.length();
      case Map<?, ?> map -> {
        for (var field : map.entrySet()) {
          left = left(field.getValue(), left - String.valueOf(field.getKey()).length() - 4);
          if (left < 0) {
            return left;
          }
        }
      }
      case List<?> list -> {
        for (Object item : list) {
          left = left(item, left - 1);
          if (left < 0) {
            return left;
          }
        }
      }
      case null, default -> left -= 1;
    }
    return left;
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
