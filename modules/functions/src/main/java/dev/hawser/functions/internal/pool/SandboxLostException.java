package dev.hawser.functions.internal.pool;

/** A sandbox died while it worked, and nothing says that the job did it. */
final class SandboxLostException extends Exception {
  private static final long serialVersionUID = 1L;

  SandboxLostException(String message) {
    super(message);
  }
}
