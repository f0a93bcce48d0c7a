package dev.hawser.workflows.internal.expression;

/** An expression has no value in a scope. Carries no stack: it is about data, not about code. */
final class ExpressionFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final boolean missing;
  private final int offset;

  /**
   * @param offset where in the expression, in characters from its start; -1 when it is about all of
   *     it
   */
  ExpressionFailure(String message, boolean missing, int offset) {
    super(message, null, false, false);
    this.missing = missing;
    this.offset = offset;
  }

  int offset() {
    return offset;
  }

  /** Whether it failed because something that it reads is not there. */
  boolean isMissing() {
    return missing;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
