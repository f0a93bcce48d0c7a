package dev.hawser.workflows;

/**
 * An expression failed on its data. The message is for the author of the workflow: expression,
 * position, what was found instead and the nearest known names, but never a secret's value.
 */
public final class EvaluationException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final String expression;
  private final boolean missing;
  private final int position;

  public EvaluationException(String expression, String message) {
    this(expression, message, false);
  }

  /**
   * @param missing whether it failed because a field, an item or a step's result is not there
   */
  public EvaluationException(String expression, String message, boolean missing) {
    this(expression, message, missing, -1);
  }

  /**
   * @param missing whether it failed because a field, an item or a step's result is not there
   * @param position where in the expression, in characters from 0; -1 when it is about all of it
   */
  public EvaluationException(String expression, String message, boolean missing, int position) {
    super(message, null, false, false);
    this.expression = expression;
    this.missing = missing;
    this.position = position;
  }

  /** The source text between the braces. */
  public String expression() {
    return expression;
  }

  /** Where in the expression it failed, in characters from 0; -1 when it is about all of it. */
  public int position() {
    return position;
  }

  /** Whether it failed because a field, an item or a step's result is not there. */
  public boolean isMissing() {
    return missing;
  }
}
