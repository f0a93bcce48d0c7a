package dev.hawser.workflows.internal.condition;

/** A value cannot be compared in the way that an operator asks for. The message names the kinds. */
public final class UnfitException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnfitException(String message) {
    super(message, null, false, false);
  }
}
