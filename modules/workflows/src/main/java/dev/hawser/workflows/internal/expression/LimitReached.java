package dev.hawser.workflows.internal.expression;

/**
 * An evaluation used up what it may use. It is an {@code Error} on purpose: CEL treats exceptions
 * as values that {@code ||} and loops can swallow, and this must end the whole evaluation. Thrown
 * and caught inside this package only.
 */
final class LimitReached extends Error {
  private static final long serialVersionUID = 1L;

  LimitReached(String message) {
    super(message, null, false, false);
  }
}
