package dev.hawser.workflows.internal.expression;

/** An expression has no value in a scope. Carries no stack: it is about data, not about code. */
final class ExpressionFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final boolean missing;

  ExpressionFailure(String message, boolean missing) {
    super(message, null, false, false);
    this.missing = missing;
  }

  /** Whether it failed because something that it reads is not there. */
  boolean isMissing() {
    return missing;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
