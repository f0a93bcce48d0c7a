package dev.hawser.workflows;

/**
 * An expression failed on its data. The message is for the author of the workflow: expression,
 * position, what was found instead and the nearest known names, but never a secret's value.
 */
public final class EvaluationException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String expression;

  public EvaluationException(String expression, String message) {
    super(message, null, false, false);
    this.expression = expression;
  }

  /** The source text between the braces. */
  public String expression() {
    return expression;
  }
}
