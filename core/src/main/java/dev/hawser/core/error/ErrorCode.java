package dev.hawser.core.error;

import java.util.regex.Pattern;

/**
 * A stable name of a kind of error that clients may key on, {@code <module>.<what-happened>}, for
 * example {@code workflows.definition-invalid}.
 */
public record ErrorCode(String value) {
  private static final Pattern FORM = Pattern.compile("[a-z]+\\.[a-z0-9-]+");

  public ErrorCode {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException("Not an error code: " + value);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
