package dev.hawser.storage.tck;

import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** One put: small blobs in one request, others in parts; then what became of it is settled. */
final class HttpUpload {
  private static final String WRITE_ID = "X-Write-Id";

  private final HttpBlobStore store;
  private final BlobKey key;
  private final PutOptions options;
  private final Set<Flaw> flaws;
  private final String writeId = UUID.randomUUID().toString();

  HttpUpload(HttpBlobStore store, BlobKey key, PutOptions options, Set<Flaw> flaws) {
    this.store = store;
    this.key = key;
    this.options = options;
    this.flaws = flaws;
  }

  BlobInfo run(BlobSource source) {
    OptionalLong announced = source.length();
    try (InputStream in = source.open()) {
      byte[] first = in.readNBytes(BlobStore.PART_SIZE);
      byte[] next = in.readNBytes(BlobStore.PART_SIZE);
      if (next.length == 0) {
        check(announced, first.length);
        return settle(
            store.write("PUT", "blobs/" + key, BodyPublishers.ofByteArray(first), headers()));
      }
      return inParts(in, announced, first, next);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BlobInfo inParts(InputStream in, OptionalLong announced, byte[] first, byte[] second)
      throws IOException {
    HttpLine.Reply<String> begun =
        store.write("POST", "uploads/", BodyPublishers.noBody(), Map.of());
    String upload = "uploads/" + harmless(begun) + "/";
    part(upload + 0, first);
    if (flaws.contains(Flaw.SHOWS_PARTS)) {
      store.write("PUT", "blobs/" + key, BodyPublishers.ofByteArray(first), headers());
    }
    long size = first.length;
    int number = 1;
    for (byte[] bytes = second; bytes.length > 0; bytes = in.readNBytes(BlobStore.PART_SIZE)) {
      size += bytes.length;
      part(upload + number++, bytes);
    }
    check(announced, size);
    return settle(store.write("POST", upload + key, BodyPublishers.noBody(), headers()));
  }

  private void part(String path, byte[] bytes) {
    harmless(store.write("PUT", path, BodyPublishers.ofByteArray(bytes), Map.of()));
  }

  /** Until the upload is completed nothing is visible, so no answer leaves no doubt. */
  private static String harmless(HttpLine.Reply<String> reply) {
    HttpResponse<String> answer = reply.answer();
    if (answer == null) {
      throw new BlobException.Unavailable("the service does not answer", null);
    }
    if (answer.statusCode() != 200) {
      throw new BlobException.Rejected("the upload fails:" + HttpBlobStore.error(answer), null);
    }
    return answer.body();
  }

  private static void check(OptionalLong announced, long size) {
    if (announced.isPresent() && announced.getAsLong() != size) {
      throw new BlobException.Rejected(
          "announced %d, read %d bytes".formatted(announced.getAsLong(), size), null);
    }
  }

  private Map<String, String> headers() {
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", options.contentType());
    options.metadata().forEach((name, value) -> headers.put("X-m-" + name, value));
    headers.put(WRITE_ID, writeId);
    switch (options.condition()) {
      case PutCondition.Always() -> {}
      case PutCondition.IfAbsent() -> headers.put("If-None-Match", "*");
      case PutCondition.IfMatch(var etag) -> headers.put("If-Match", etag.value());
    }
    return headers;
  }

  private BlobInfo settle(HttpLine.Reply<String> reply) {
    HttpResponse<String> answer = reply.answer();
    boolean refused = answer != null && answer.statusCode() == 412;
    if (answer != null && answer.statusCode() == 200) {
      return told(HttpBlobStore.info(key, answer.headers()));
    }
    if (refused && (!reply.doubtful() || flaws.contains(Flaw.MEETS_ITSELF))) {
      throw new BlobException.ConditionFailed(key, options.condition());
    }
    if (answer != null && (!reply.doubtful() || flaws.contains(Flaw.MEETS_ITSELF))) {
      throw new BlobException.Rejected("the put fails:" + HttpBlobStore.error(answer), null);
    }
    Optional<HttpHeaders> stored = readBack();
    if (stored.isPresent()
        && (flaws.contains(Flaw.BELIEVES_IN_ITSELF)
            || stored.get().firstValue(WRITE_ID).filter(writeId::equals).isPresent())) {
      return HttpBlobStore.info(key, stored.get());
    }
    if (refused) {
      throw new BlobException.ConditionFailed(key, options.condition());
    }
    throw doubt(null);
  }

  private BlobInfo told(BlobInfo info) {
    return new BlobInfo(
        info.key(),
        info.size(),
        info.etag(),
        info.lastModified().minusSeconds(flaws.contains(Flaw.MISDATES) ? 3 : 0),
        info.contentType(),
        flaws.contains(Flaw.TELLS_NO_METADATA) ? Map.of() : info.metadata());
  }

  private Optional<HttpHeaders> readBack() {
    try {
      return store.described(key);
    } catch (BlobException.Unavailable e) {
      throw doubt(e);
    }
  }

  private BlobException doubt(BlobException.Unavailable cause) {
    return flaws.contains(Flaw.HIDES_DOUBT)
        ? new BlobException.Unavailable("no answer", cause)
        : new BlobException.OutcomeUnknown("no answer to the put of " + key, cause);
  }
}
