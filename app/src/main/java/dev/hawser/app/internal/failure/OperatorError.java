package dev.hawser.app.internal.failure;

import org.jspecify.annotations.Nullable;

/**
 * Something does not work that whoever runs the command can mend. Shown as it is, without a stack
 * trace.
 */
public final class OperatorError extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String remedy;

  /**
   * @param message what is wrong: one sentence
   * @param remedy what to do about it: one or two sentences
   */
  public OperatorError(String message, String remedy) {
    this(message, remedy, null);
  }

  public OperatorError(String message, String remedy, @Nullable Throwable cause) {
    super(message, cause);
    this.remedy = remedy;
  }

  public String message() {
    return String.valueOf(getMessage());
  }

  public String remedy() {
    return remedy;
  }
}
