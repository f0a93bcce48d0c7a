package dev.hawser.workflows.internal.expression;

import dev.cel.common.CelErrorCode;
import dev.cel.common.exceptions.CelRuntimeException;

/**
 * A function cannot work on what it was given. The message is a sentence part and names kinds,
 * never content. CEL's own kind of exception, because for any other CEL writes all arguments into a
 * message, however large.
 */
final class FunctionFailure extends CelRuntimeException {
  private static final long serialVersionUID = 1L;
  private final String text;
  private final boolean missing;

  FunctionFailure(String message) {
    this(message, false);
  }

  FunctionFailure(String message, boolean missing) {
    super(
        (Throwable) null,
        missing ? CelErrorCode.ATTRIBUTE_NOT_FOUND : CelErrorCode.INVALID_ARGUMENT);
    this.text = message;
    this.missing = missing;
  }

  @Override
  public String getMessage() {
    return text;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }

  boolean isMissing() {
    return missing;
  }
}
