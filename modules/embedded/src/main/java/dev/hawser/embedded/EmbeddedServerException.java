package dev.hawser.embedded;

/**
 * An embedded server or its data folder cannot be used. The message is written for the operator: it
 * says what is wrong, where, and what to do.
 */
public final class EmbeddedServerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EmbeddedServerException(String message) {
    super(message);
  }

  EmbeddedServerException(String message, Throwable cause) {
    super(message, cause);
  }
}
