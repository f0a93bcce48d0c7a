package dev.hawser.tasks.internal.files;

/** A file has more bytes than it may; nothing of it is kept. */
public final class FileTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final long limit;

  FileTooLargeException(long limit) {
    super("A file has more than " + limit + " bytes", null, false, false);
    this.limit = limit;
  }

  /** In bytes. */
  public long limit() {
    return limit;
  }
}
