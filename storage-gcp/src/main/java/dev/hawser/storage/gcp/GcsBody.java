package dev.hawser.storage.gcp;

import com.google.api.client.http.HttpResponse;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.StorageObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one generation of an object. A connection that breaks is made again from where it
 * broke; the generation stays, so versions never mix. Ends after the length that was asked for or
 * with an exception. A whole object is checked against its checksum.
 */
final class GcsBody extends InputStream {
  private final Storage client;
  private final String bucket;
  private final StorageObject object;
  private final GcsRetries retries;
  private final GcsErrors errors;
  private final long end;
  private final @Nullable CRC32C checksum;
  private long position;
  private @Nullable HttpResponse answer;
  private @Nullable InputStream in;
  private boolean closed;

  GcsBody(
      Storage client,
      String bucket,
      StorageObject object,
      GcsRetries retries,
      GcsErrors errors,
      long start,
      long length) {
    this.client = client;
    this.bucket = bucket;
    this.object = object;
    this.retries = retries;
    this.errors = errors;
    this.position = start;
    this.end = start + length;
    boolean whole = length == object.getSize().longValueExact() && object.getCrc32c() != null;
    this.checksum = whole ? new CRC32C() : null;
  }

  /** Asks for the bytes from the position on. Nothing is sent when there are none left. */
  void connect() throws IOException {
    if (position == end) {
      return;
    }
    Storage.Objects.Get get =
        client.objects().get(bucket, object.getName()).setGeneration(object.getGeneration());
    get.getRequestHeaders().setRange("bytes=" + position + "-" + (end - 1));
    get.getRequestHeaders().setAcceptEncoding("identity");
    use(get.executeMedia());
  }

  /** Reads on from an answer that begins at the position. */
  void use(HttpResponse fresh) throws IOException {
    answer = fresh;
    if (fresh.getStatusCode() != 206 && position > 0) {
      throw new IOException("the service gives the whole object in place of a range");
    }
    in = fresh.getContent();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] buffer, int offset, int count) throws IOException {
    if (closed) {
      throw new IOException("the blob is closed");
    }
    if (count == 0) {
      return 0;
    }
    if (position == end) {
      return -1;
    }
    int got = readOn(buffer, offset, (int) Math.min(count, end - position));
    position += got;
    if (checksum != null) {
      checksum.update(buffer, offset, got);
      if (position == end && !GcsObjects.crc32c(checksum.getValue()).equals(object.getCrc32c())) {
        throw new IOException("blob " + object.getName() + " does not have its checksum");
      }
    }
    return got;
  }

  private int readOn(byte[] buffer, int offset, int count) throws IOException {
    GcsRetries.Tries tries = retries.start();
    while (true) {
      try {
        if (in == null) {
          connect();
        }
        int got = in == null ? -1 : in.read(buffer, offset, count);
        if (got > 0) {
          return got;
        }
        throw new IOException("the answer ended before the blob");
      } catch (IOException e) {
        disconnect();
        if (!tries.again(e)) {
          throw new IOException(errors.classify("read " + object.getName(), e).getMessage(), e);
        }
      }
    }
  }

  /** After the last byte the connection is free for other requests. */
  @Override
  public void close() {
    closed = true;
    if (position == end && in != null) {
      try {
        in.close();
        answer = null;
        in = null;
        return;
      } catch (IOException e) {
        // All bytes are there; only the connection is no good.
      }
    }
    disconnect();
  }

  /** Ends the connection of an answer that is not read to its end, instead of reading that. */
  private void disconnect() {
    HttpResponse old = answer;
    answer = null;
    in = null;
    if (old != null) {
      try {
        old.disconnect();
      } catch (IOException e) {
        // It is not used any more; whoever reads on makes another one.
      }
    }
  }
}
