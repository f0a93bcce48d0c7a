package dev.hawser.storage.azure;

import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.ETag;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Opens blobs. The vendor's client reads into memory, into a sink or in pieces of its own, so the
 * request goes through its pipeline instead, which signs it, and the body is read as it comes.
 */
final class BlobReader {
  private static final String META = "x-ms-meta-";
  private static final HttpHeaderName RANGE = HttpHeaderName.fromString("x-ms-range");
  private static final HttpHeaderName VERSION = HttpHeaderName.fromString("x-ms-version");

  private final Container container;
  private final HttpPipeline pipeline;

  BlobReader(Container container, HttpPipeline pipeline) {
    this.container = container;
    this.pipeline = pipeline;
  }

  Optional<BlobInfo> head(BlobKey key) {
    return container.head(key).map(Container.Stored::info);
  }

  Blob get(BlobKey key, ByteRange range) {
    try {
      return open(key, range, container.attempts().run(() -> request(key, range, null)));
    } catch (RequestFailure failure) {
      if (Container.isMissingBlob(failure)) {
        throw new BlobException.NotFound(key);
      }
      if (failure.status() == 416) {
        return nothing(key, range);
      }
      throw AzureErrors.of("get " + key, container, failure);
    }
  }

  private Blob open(BlobKey key, ByteRange range, HttpResponse response) {
    try {
      BlobInfo info = info(key, response.getHeaders());
      long length = range.lengthIn(info.size());
      ResumingStream stream =
          new ResumingStream(
              response.getBodyAsInputStreamSync(),
              length,
              done -> reopen(info, range.offset() + done, length - done),
              container.attempts());
      return new Blob(info, length, stream);
    } catch (RuntimeException e) {
      response.close();
      throw e;
    }
  }

  /** An empty blob has no range, not even an empty one at its start. */
  private Blob nothing(BlobKey key, ByteRange range) {
    BlobInfo info = container.head(key).orElseThrow(() -> new BlobException.NotFound(key)).info();
    if (range.lengthIn(info.size()) > 0) {
      throw new BlobException.Unavailable(
          "blob " + key + " was replaced while it was being opened; get it again", null);
    }
    return new Blob(info, 0, InputStream.nullInputStream());
  }

  /** The rest of the same version. */
  private InputStream reopen(BlobInfo info, long offset, long length) {
    return request(info.key(), ByteRange.of(offset, length), info.etag())
        .getBodyAsInputStreamSync();
  }

  private HttpResponse request(BlobKey key, ByteRange range, @Nullable ETag version) {
    HttpRequest request = new HttpRequest(HttpMethod.GET, container.url(key));
    request.setHeader(VERSION, Container.SERVICE_VERSION.getVersion());
    // Not sent, but its absence would be signed wrong.
    request.setHeader(HttpHeaderName.CONTENT_LENGTH, "0");
    header(range).ifPresent(text -> request.setHeader(RANGE, text));
    if (version != null) {
      request.setHeader(HttpHeaderName.IF_MATCH, Container.quoted(version));
    }
    HttpResponse response = pipeline.sendSync(request, Transport.STREAM);
    if (response.getStatusCode() == 200 || response.getStatusCode() == 206) {
      return response;
    }
    try (response) {
      throw RequestFailure.of(response);
    }
  }

  private static Optional<String> header(ByteRange range) {
    if (range.equals(ByteRange.ALL)) {
      return Optional.empty();
    }
    long last = range.offset() + range.length().orElse(0) - 1;
    boolean open = range.length().isEmpty() || last < range.offset(); // it overflowed
    return Optional.of("bytes=" + range.offset() + "-" + (open ? "" : last));
  }

  private static BlobInfo info(BlobKey key, HttpHeaders headers) {
    Map<String, String> metadata = new HashMap<>();
    for (HttpHeader header : headers) {
      String name = header.getName().toLowerCase(Locale.ROOT);
      if (name.startsWith(META)) {
        metadata.put(name.substring(META.length()), header.getValue());
      }
    }
    return Container.Stored.of(
            new BlobInfo(
                key,
                size(headers),
                Container.etag(need(headers, HttpHeaderName.ETAG)),
                Instant.from(
                    DateTimeFormatter.RFC_1123_DATE_TIME.parse(
                        need(headers, HttpHeaderName.LAST_MODIFIED))),
                Container.type(headers.getValue(HttpHeaderName.CONTENT_TYPE)),
                metadata))
        .info();
  }

  /** Of the whole blob, also when the answer holds a range. */
  private static long size(HttpHeaders headers) {
    String range = headers.getValue(HttpHeaderName.CONTENT_RANGE);
    return range == null
        ? Long.parseLong(need(headers, HttpHeaderName.CONTENT_LENGTH))
        : Long.parseLong(range.substring(range.lastIndexOf('/') + 1));
  }

  private static String need(HttpHeaders headers, HttpHeaderName name) {
    String value = headers.getValue(name);
    if (value == null) {
      throw RequestFailure.of(new IOException("an answer without the header " + name));
    }
    return value;
  }
}
