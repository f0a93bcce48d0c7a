package dev.hawser.storage.tck;

import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobEntry;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobPage;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.BlobUrlSigner;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.DeleteReport;
import dev.hawser.storage.DownloadGrant;
import dev.hawser.storage.ETag;
import dev.hawser.storage.PageRequest;
import dev.hawser.storage.PageToken;
import dev.hawser.storage.PutOptions;
import dev.hawser.storage.SignedRequest;
import dev.hawser.storage.UploadGrant;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The client of {@link HttpBlobService}: an adapter as small as it can be, with flaws on order. */
final class HttpBlobStore implements BlobStore, BlobUrlSigner {

  private final URI bucket;
  private final String token;
  private final Set<Flaw> flaws;
  private final HttpLine line;

  HttpBlobStore(URI endpoint, String bucket, String token, Set<Flaw> flaws) {
    this.bucket = endpoint.resolve("/" + bucket + "/");
    this.token = token;
    this.flaws = flaws;
    this.line = new HttpLine(flaws);
  }

  @Override
  public BlobInfo put(BlobKey key, BlobSource source, PutOptions options) {
    line.checkOpen();
    return new HttpUpload(this, key, options, flaws).run(source);
  }

  @Override
  public Blob get(BlobKey key, ByteRange range) {
    HttpRequest.Builder request = request("blobs/" + key);
    if (range.offset() > 0 || range.length().isPresent()) {
      String last =
          range.length().isPresent()
              ? Long.toString(Math.addExact(range.offset(), range.length().getAsLong() - 1))
              : "";
      request.header("Range", "bytes=" + range.offset() + "-" + last);
    }
    HttpResponse<InputStream> answer = read(request, BodyHandlers.ofInputStream());
    if (answer.statusCode() == 404) {
      throw new BlobException.NotFound(key);
    }
    expect(answer, 200, 206);
    BlobInfo info = info(key, answer.headers());
    return new Blob(info, range.lengthIn(info.size()), careless(answer.body()));
  }

  private InputStream careless(InputStream body) {
    if (!flaws.contains(Flaw.READS_SHORT)) {
      return body;
    }
    return new FilterInputStream(body) {
      @Override
      public int read(byte[] buffer, int offset, int count) {
        try {
          return in.read(buffer, offset, count);
        } catch (IOException e) {
          return -1;
        }
      }
    };
  }

  @Override
  public Optional<BlobInfo> head(BlobKey key) {
    return described(key).map(headers -> info(key, headers));
  }

  Optional<HttpHeaders> described(BlobKey key) {
    HttpResponse<Void> answer = read(request("blobs/" + key).HEAD(), BodyHandlers.discarding());
    if (answer.statusCode() == 404) {
      return Optional.empty();
    }
    expect(answer, 200);
    return Optional.of(answer.headers());
  }

  @Override
  public BlobPage list(BlobPrefix prefix, PageRequest page) {
    String after = page.token().map(PageToken::value).orElse("");
    HttpResponse<String> answer =
        read(
            request(
                "list?prefix=%s&limit=%d&token=%s".formatted(prefix, page.limit(), encode(after))),
            BodyHandlers.ofString());
    if (answer.statusCode() == 404) {
      return new BlobPage(List.of(), Optional.empty()); // with a flaw only
    }
    expect(answer, 200);
    List<BlobEntry> entries =
        answer.body().lines().map(HttpBlobStore::entry).collect(Collectors.toList());
    return new BlobPage(entries, answer.headers().firstValue("X-Next").map(PageToken::new));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static BlobEntry entry(String text) {
    String[] words = text.split(" ", 4);
    return new BlobEntry(
        new BlobKey(words[0]),
        Long.parseLong(words[1]),
        new ETag(words[2]),
        Instant.parse(words[3]));
  }

  @Override
  public void delete(BlobKey key) {
    certain(line.send(request("blobs/" + key).DELETE().build(), BodyHandlers.discarding()));
  }

  @Override
  public DeleteReport deleteAll(Collection<BlobKey> keys) {
    String lines = keys.stream().map(BlobKey::value).collect(Collectors.joining("\n"));
    certain(write("POST", "delete", BodyPublishers.ofString(lines), Map.of()));
    return new DeleteReport(Map.of());
  }

  private static <T> T certain(HttpLine.Reply<T> reply) {
    if (reply.answer() == null) {
      throw new BlobException.OutcomeUnknown("no answer to a delete", null);
    }
    return reply.answer().body();
  }

  @Override
  public void close() {
    line.close();
  }

  @Override
  public SignedRequest signGet(BlobKey key, DownloadGrant grant) {
    String shown =
        "&as=%s&type=%s"
            .formatted(
                encode(grant.contentDisposition().orElse("")),
                encode(grant.contentType().orElse("")));
    return signed("GET", key, grant.validity(), "", 0, shown);
  }

  @Override
  public SignedRequest signPut(BlobKey key, UploadGrant grant) {
    return signed("PUT", key, grant.validity(), grant.contentType(), grant.length(), "");
  }

  private SignedRequest signed(
      String method, BlobKey key, Duration validity, String type, long length, String shown) {
    URI url = bucket.resolve("blobs/" + key);
    Instant expires = InstantSource.system().instant().plus(validity);
    String query = HttpSignature.query(method, url.getPath(), expires, type, length, shown);
    return new SignedRequest(
        method,
        URI.create(url + "?" + query),
        type.isEmpty() ? Map.of() : Map.of("Content-Type", type),
        expires);
  }

  /** An answer to something without effects. */
  private <T> HttpResponse<T> read(HttpRequest.Builder request, BodyHandler<T> body) {
    HttpLine.Reply<T> reply = line.send(request.build(), body);
    if (reply.answer() == null) {
      throw new BlobException.Unavailable("the service does not answer", null);
    }
    return reply.answer();
  }

  HttpLine.Reply<String> write(
      String method, String path, BodyPublisher body, Map<String, String> headers) {
    HttpRequest.Builder request = request(path).method(method, body);
    headers.forEach(request::header);
    return line.send(request.build(), BodyHandlers.ofString());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(bucket.resolve(path))
        .header("Authorization", "Bearer " + token)
        .timeout(Duration.ofSeconds(20));
  }

  private static void expect(HttpResponse<?> answer, Integer... good) {
    if (!List.of(good).contains(answer.statusCode())) {
      throw new BlobException.Rejected(
          "the service answers " + answer.statusCode() + error(answer), null);
    }
  }

  static String error(HttpResponse<?> answer) {
    return " " + answer.headers().firstValue("X-Error").orElse("");
  }

  static BlobInfo info(BlobKey key, HttpHeaders headers) {
    Map<String, String> metadata =
        headers.map().entrySet().stream()
            .filter(header -> header.getKey().toLowerCase(Locale.ROOT).startsWith("x-m-"))
            .collect(
                Collectors.toMap(
                    header -> header.getKey().toLowerCase(Locale.ROOT).substring(4),
                    header -> header.getValue().getFirst()));
    return new BlobInfo(
        key,
        headers.firstValueAsLong("X-Size").orElseThrow(),
        new ETag(headers.firstValue("ETag").orElseThrow()),
        Instant.parse(headers.firstValue("X-Modified").orElseThrow()),
        headers.firstValue("Content-Type").orElseThrow(),
        metadata);
  }
}
