package dev.hawser.identity.internal.image;

/** A picture that is not taken. The message is for who sent it: it quotes nothing of it. */
final class RefusedImageException extends Exception {
  private static final long serialVersionUID = 1L;

  RefusedImageException(String message) {
    super(message);
  }
}
