package dev.hawser.tasks.internal.payload;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells trouble of the store from damage that a decoder finds: both are IO exceptions. */
final class StoreStream extends FilterInputStream {
  /** The store could not deliver the bytes; later it may. */
  static final class FailedException extends IOException {
    private static final long serialVersionUID = 1L;

    FailedException(IOException cause) {
      super("the blob store broke off", cause);
    }
  }

  StoreStream(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    try {
      return in.read();
    } catch (IOException e) {
      throw new FailedException(e);
    }
  }

  @Override
  public int read(byte[] buffer, int offset, int count) throws IOException {
    try {
      return in.read(buffer, offset, count);
    } catch (IOException e) {
      throw new FailedException(e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      in.close();
    } catch (IOException e) {
      throw new FailedException(e);
    }
  }
}
