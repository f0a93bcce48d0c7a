package dev.hawser.tasks.internal.http;

import dev.hawser.storage.Blob;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The bytes of a blob as the body of an answer. */
record BlobBody(Blob blob) {
  /** Closing it closes the blob. */
  InputStream stream() {
    return new FilterInputStream(blob.stream()) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        return in.read(buffer, offset, length);
      }

      @Override
      public void close() {
        blob.close();
      }
    };
  }
}
