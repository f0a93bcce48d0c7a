package dev.hawser.workflows.internal.source;

import java.math.BigInteger;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Plain scalars by the core schema of YAML 1.2 (section 10.3.2 of its specification). */
public final class YamlScalars {
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]{1,100}");
  private static final Pattern FLOAT =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN)");

  private YamlScalars() {}

  /**
   * @throws ArithmeticException for numbers that JSON does not have
   */
  public static @Nullable Object value(String plain) {
    return switch (plain) {
      case "", "~", "null", "Null", "NULL" -> null;
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      default -> numberOrText(plain);
    };
  }

  private static Object numberOrText(String plain) {
    if (INTEGER.matcher(plain).matches()) {
      BigInteger number = new BigInteger(plain.startsWith("+") ? plain.substring(1) : plain);
      return number.bitLength() < Long.SIZE ? (Object) number.longValue() : number;
    }
    if (NOT_FINITE.matcher(plain).matches()) {
      throw new ArithmeticException(plain);
    }
    if (FLOAT.matcher(plain).matches()) {
      double number = Double.parseDouble(plain);
      if (!Double.isFinite(number)) {
        throw new ArithmeticException(plain);
      }
      return number;
    }
    return plain;
  }
}
