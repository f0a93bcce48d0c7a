package dev.hawser.storage.azure;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * A body that is asked for again, from where it broke off, when the connection fails. It delivers
 * exactly the announced bytes of one version, or throws.
 */
final class ResumingStream extends InputStream {
  private final Source source;
  private final Attempts attempts;
  private final long length;
  private InputStream current;
  private long done;
  private int failed;
  private boolean closed;

  ResumingStream(InputStream first, long length, Source source, Attempts attempts) {
    this.current = first;
    this.length = length;
    this.source = source;
    this.attempts = attempts;
  }

  /** Opens the same bytes again. */
  interface Source {
    /**
     * @param done how many bytes were delivered
     * @throws RequestFailure when the version is gone or the store fails
     */
    InputStream open(long done);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, target.length);
    if (closed) {
      throw new IOException("the blob is closed");
    }
    if (count == 0) {
      return 0;
    }
    if (done == length) {
      return -1;
    }
    while (true) {
      try {
        int given = current.read(target, offset, (int) Math.min(count, length - done));
        if (given < 0) {
          throw new IOException("the body ended after " + done + " of " + length + " bytes");
        }
        done += given;
        failed = 0;
        return given;
      } catch (IOException e) {
        resume(e);
      }
    }
  }

  private void resume(IOException broken) throws IOException {
    current.close();
    failed++;
    RequestFailure failure = RequestFailure.of(broken);
    if (failed >= attempts.tries()
        || Thread.currentThread().isInterrupted()
        || !attempts.waitBeforeRetry(failed, failure)) {
      throw broken;
    }
    try {
      current = attempts.run(() -> source.open(done));
    } catch (RequestFailure gone) {
      boolean replaced = gone.status() == 412 || gone.status() == 404;
      throw new IOException(
          replaced
              ? "the blob was replaced or deleted while it was being read"
              : "the body broke off and could not be resumed: " + gone.describe(),
          broken);
    }
  }

  @Override
  public void close() throws IOException {
    closed = true;
    current.close();
  }
}
