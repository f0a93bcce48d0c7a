package dev.hawser.storage.aws;

import dev.hawser.storage.BlobInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * The bytes of one version. When the connection breaks, it goes on with a new request for the rest
 * that is bound to the version, so that versions never mix.
 */
final class S3Body extends InputStream {
  /** How often in a row a new request may give nothing. */
  private static final int FRUITLESS = 3;

  private final S3Downloads downloads;
  private final BlobInfo version;
  private final byte[] single = new byte[1];
  private long position;
  private long left;
  private int fruitless;
  private boolean closed;
  private @Nullable ResponseInputStream<GetObjectResponse> body;

  S3Body(
      S3Downloads downloads,
      BlobInfo version,
      long offset,
      long length,
      ResponseInputStream<GetObjectResponse> body) {
    this.downloads = downloads;
    this.version = version;
    this.position = offset;
    this.left = length;
    this.body = body;
  }

  @Override
  public int read() throws IOException {
    return read(single, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(single[0]);
  }

  @Override
  public int read(byte[] buffer, int offset, int count) throws IOException {
    Objects.checkFromIndexSize(offset, count, buffer.length);
    if (closed) {
      throw new IOException("the blob " + version.key() + " is closed");
    }
    if (count == 0) {
      return 0;
    }
    while (left > 0) {
      try {
        int got = current().read(buffer, offset, (int) Math.min(count, left));
        if (got > 0) {
          position += got;
          left -= got;
          fruitless = 0;
          if (left == 0) {
            finish();
          }
          return got;
        }
        broken(new IOException("the answer ended " + left + " bytes early"));
      } catch (IOException | SdkException e) {
        broken(e);
      }
    }
    finish();
    return -1;
  }

  private InputStream current() throws IOException {
    if (body == null) {
      try {
        body = downloads.reopen(version, position, left);
      } catch (SdkException e) {
        int status = S3Errors.status(e);
        boolean gone = status == 412 || status == 404 || status == 416;
        throw new Broken(
            gone ? "it was replaced or deleted meanwhile" : String.valueOf(e.getMessage()), e);
      }
      if (body.response().contentLength() != left) {
        throw new Broken("the store gave another range than the rest", null);
      }
    }
    return body;
  }

  /** Makes the next read send a new request, unless that has helped too seldom. */
  private void broken(Exception cause) throws IOException {
    abort();
    if (cause instanceof Broken
        || ++fruitless > FRUITLESS
        || Thread.currentThread().isInterrupted()) {
      closed = true;
      throw new IOException(
          "cannot read blob %s on from byte %d: %s"
              .formatted(version.key(), position, cause.getMessage()),
          cause);
    }
  }

  /** Reads behind the last byte: the connection can serve again, and a checksum is compared. */
  private void finish() throws IOException {
    if (body == null) {
      return;
    }
    try {
      if (body.read() >= 0) {
        throw new IOException("the answer is longer than the blob");
      }
      body.close();
      body = null;
    } catch (IOException | SdkException e) {
      abort();
      throw new IOException("blob " + version.key() + " is damaged: " + e.getMessage(), e);
    }
  }

  private void abort() {
    if (body != null) {
      body.abort(); // to close it would read all the rest
      body = null;
    }
  }

  @Override
  public void close() {
    closed = true;
    abort();
  }

  /** Going on is impossible. */
  private static final class Broken extends IOException {
    private static final long serialVersionUID = 1L;

    Broken(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
