package dev.hawser.workflows;

/**
 * An expression failed on its data. The message is for the author of the workflow: expression,
 * position, what was found instead and the nearest known names, but never a secret's value.
 */
public final class EvaluationException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String expression;
  private final boolean missing;

  public EvaluationException(String expression, String message) {
    this(expression, message, false);
  }

  /**
   * @param missing whether it failed because a field, an item or a step's result is not there
   */
  public EvaluationException(String expression, String message, boolean missing) {
    super(message, null, false, false);
    this.expression = expression;
    this.missing = missing;
  }

  /** The source text between the braces. */
  public String expression() {
    return expression;
  }

  /** Whether it failed because a field, an item or a step's result is not there. */
  public boolean isMissing() {
    return missing;
  }
}
