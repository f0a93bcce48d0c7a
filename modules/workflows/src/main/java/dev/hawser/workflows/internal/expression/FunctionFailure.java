package dev.hawser.workflows.internal.expression;

/** One of our functions cannot work on what it was given. The message is a sentence part. */
final class FunctionFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final boolean missing;

  FunctionFailure(String message) {
    this(message, false);
  }

  FunctionFailure(String message, boolean missing) {
    super(message, null, false, false);
    this.missing = missing;
  }

  boolean isMissing() {
    return missing;
  }
}
