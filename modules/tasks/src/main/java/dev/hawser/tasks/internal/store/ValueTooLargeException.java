package dev.hawser.tasks.internal.store;

/** A step was given, or gave, more JSON than a value may have. Nothing of it was stored. */
public final class ValueTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ValueTooLargeException(String part, String path, long limit) {
    super("The " + part + " of step " + path + " has more than " + limit + " bytes of JSON");
  }
}
