package dev.hawser.storage.gcp;

import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.http.HttpResponseException;
import com.google.api.client.util.DateTime;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.StorageObject;
import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.ByteRange;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Opens blobs with one request: answers of the XML API describe the object in their headers, which
 * those of the JSON API do not. Whatever is not as expected is left to the JSON API, which takes
 * two requests and says why something fails.
 */
final class GcsDirectReads {
  private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-\\d+/(\\d{1,18})");
  private static final int NOT_IMPLEMENTED = 501;
  private static final String CRC32C = "crc32c=";
  private static final String METADATA = "x-goog-meta-";

  private final URI endpoint;
  private final String bucket;
  private final Storage client;
  private final GcsRetries retries;
  private final GcsErrors errors;

  GcsDirectReads(
      URI endpoint, String bucket, Storage client, GcsRetries retries, GcsErrors errors) {
    this.endpoint = endpoint;
    this.bucket = bucket;
    this.client = client;
    this.retries = retries;
    this.errors = errors;
  }

  /** Which bytes an answer holds. */
  private record Extent(long start, long size) {}

  /** Empty when the answer is a refusal or does not tell everything. */
  Optional<Blob> open(BlobKey key, ByteRange range) {
    return retries.run("get " + key, () -> attempt(key, range));
  }

  private Optional<Blob> attempt(BlobKey key, ByteRange range) throws IOException {
    HttpResponse answer;
    try {
      answer = request(key, range).execute();
    } catch (HttpResponseException e) {
      if (e.getStatusCode() != NOT_IMPLEMENTED && GcsErrors.isPassing(e)) {
        throw e;
      }
      return Optional.empty();
    }
    Optional<StorageObject> object =
        extent(answer)
            .filter(extent -> extent.start() == range.offset())
            .flatMap(extent -> described(key, extent.size(), answer.getHeaders()));
    if (object.isEmpty()) {
      abandon(answer);
      return Optional.empty();
    }
    long length = range.lengthIn(object.get().getSize().longValueExact());
    GcsBody body =
        new GcsBody(client, bucket, object.get(), retries, errors, range.offset(), length);
    try {
      body.use(answer);
    } catch (IOException e) {
      body.close();
      throw e;
    }
    return Optional.of(
        new Blob(GcsObjects.info(key, object.get()), length, new BufferedInputStream(body)));
  }

  /** The other way goes on whether or not this connection can be closed in order. */
  private static void abandon(HttpResponse answer) {
    try {
      answer.disconnect();
    } catch (IOException e) {
      // It is not used any more.
    }
  }

  private HttpRequest request(BlobKey key, ByteRange range) throws IOException {
    String address =
        endpoint.getScheme()
            + "://"
            + endpoint.getRawAuthority()
            + GcsUrlSigner.path(endpoint, bucket, key);
    HttpRequest request = client.getRequestFactory().buildGetRequest(new GenericUrl(address, true));
    request.getHeaders().setUserAgent(GcsClient.APPLICATION).setAcceptEncoding("identity");
    request.getHeaders().setRange(header(range));
    return request;
  }

  private static @Nullable String header(ByteRange range) {
    if (range.equals(ByteRange.ALL)) {
      return null;
    }
    String from = "bytes=" + range.offset() + "-";
    if (range.length().isEmpty() || range.length().getAsLong() > Long.MAX_VALUE - range.offset()) {
      return from;
    }
    return from + (range.offset() + range.length().getAsLong() - 1);
  }

  private static Optional<Extent> extent(HttpResponse answer) {
    HttpHeaders headers = answer.getHeaders();
    if (headers.getContentEncoding() != null) {
      return Optional.empty();
    }
    if (answer.getStatusCode() == 206 && headers.getContentRange() != null) {
      Matcher told = CONTENT_RANGE.matcher(headers.getContentRange());
      return told.matches()
          ? Optional.of(new Extent(Long.parseLong(told.group(1)), Long.parseLong(told.group(2))))
          : Optional.empty();
    }
    return answer.getStatusCode() == 200
        ? Optional.ofNullable(headers.getContentLength()).map(size -> new Extent(0, size))
        : Optional.empty();
  }

  /** Our write id is among the metadata of all that we put: without it the metadata is not told. */
  private static Optional<StorageObject> described(BlobKey key, long size, HttpHeaders headers) {
    Map<String, String> metadata = metadata(headers);
    String generation = headers.getFirstHeaderStringValue("x-goog-generation");
    Optional<Instant> date = date(headers.getLastModified());
    if (!metadata.containsKey(GcsObjects.WRITE_ID)
        || generation == null
        || !NUMBER.matcher(generation).matches()
        || date.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new StorageObject()
            .setName(key.value())
            .setGeneration(Long.valueOf(generation))
            .setSize(BigInteger.valueOf(size))
            .setCrc32c(crc32c(headers))
            .setContentType(headers.getContentType())
            .setTimeCreated(new DateTime(date.get().toEpochMilli()))
            .setMetadata(metadata));
  }

  private static Map<String, String> metadata(HttpHeaders headers) {
    Map<String, String> metadata = new HashMap<>();
    // The known ones would each be looked up by reflection.
    for (String name : headers.getUnknownKeys().keySet()) {
      String small = name.toLowerCase(Locale.ROOT);
      if (small.startsWith(METADATA)) {
        metadata.put(small.substring(METADATA.length()), headers.getFirstHeaderStringValue(name));
      }
    }
    return metadata;
  }

  private static Optional<Instant> date(@Nullable String lastModified) {
    if (lastModified == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(lastModified, Instant::from));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** In {@code crc32c=…,md5=…}, or each in a header of its own. */
  private static @Nullable String crc32c(HttpHeaders headers) {
    for (String value : headers.getHeaderStringValues("x-goog-hash")) {
      int start = value.indexOf(CRC32C);
      if (start >= 0) {
        int end = value.indexOf(',', start);
        return value.substring(start + CRC32C.length(), end < 0 ? value.length() : end).strip();
      }
    }
    return null;
  }
}
