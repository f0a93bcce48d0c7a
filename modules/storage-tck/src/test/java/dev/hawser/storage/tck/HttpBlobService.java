package dev.hawser.storage.tck;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hawser.storage.Blob;
import dev.hawser.storage.BlobEntry;
import dev.hawser.storage.BlobException;
import dev.hawser.storage.BlobInfo;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobPage;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.BlobStore;
import dev.hawser.storage.ByteRange;
import dev.hawser.storage.ETag;
import dev.hawser.storage.MemoryBlobStore;
import dev.hawser.storage.PageRequest;
import dev.hawser.storage.PageToken;
import dev.hawser.storage.PutCondition;
import dev.hawser.storage.PutOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A blob service as small as it can be: one bucket in memory behind HTTP, with uploads in parts,
 * conditions, ranges, a bearer token and signed requests. What the client is {@link HttpBlobStore}.
 */
final class HttpBlobService implements AutoCloseable {
  static final String BUCKET = "bucket";
  static final String TOKEN = "the-right-token";

  private final BlobStore blobs = new MemoryBlobStore(InstantSource.system());
  private final Map<String, NavigableMap<Integer, byte[]>> uploads = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  /** A flaw to be found: any signature is good. */
  volatile boolean gullible;

  static {
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  HttpBlobService() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String length = exchange.getRequestHeaders().getFirst("Content-Length");
      if (length != null && Integer.parseInt(length) != body.length) {
        return; // cut off: the JDK's server does not look
      }
      if (!isAllowed(exchange, body.length)) {
        answer(exchange, 403, new byte[0]);
        return;
      }
      String[] path = exchange.getRequestURI().getPath().split("/", 4);
      if (!path[1].equals(BUCKET)) {
        fail(exchange, 404, "NoSuchBucket");
        return;
      }
      String rest = path.length > 3 ? path[3] : "";
      try {
        switch (path[2]) {
          case "blobs" -> blob(exchange, new BlobKey(rest), body);
          case "list" -> list(exchange);
          case "delete" -> deleteAll(exchange, body);
          case "uploads" -> upload(exchange, rest, body);
          default -> fail(exchange, 400, "BadRequest");
        }
      } catch (BlobException.NotFound e) {
        fail(exchange, 404, "NoSuchBlob");
      } catch (BlobException.ConditionFailed e) {
        fail(exchange, 412, "ConditionFailed");
      } catch (BlobException.Rejected e) {
        fail(exchange, 416, "Rejected");
      }
    }
  }

  private boolean isAllowed(HttpExchange exchange, int length) {
    Headers headers = exchange.getRequestHeaders();
    Map<String, String> query = query(exchange);
    if (query.containsKey("signature")) {
      String type = headers.getFirst("Content-Type");
      return gullible
          || HttpSignature.isGood(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getPath(),
              exchange.getRequestURI().getRawQuery(),
              query,
              type,
              length);
    }
    return ("Bearer " + TOKEN).equals(headers.getFirst("Authorization"));
  }

  private void blob(HttpExchange exchange, BlobKey key, byte[] body) throws IOException {
    switch (exchange.getRequestMethod()) {
      case "PUT" -> {
        describe(exchange, blobs.put(key, BlobSource.of(body), options(exchange)));
        answer(exchange, 200, new byte[0]);
      }
      case "HEAD" -> {
        describe(exchange, blobs.head(key).orElseThrow(() -> new BlobException.NotFound(key)));
        exchange.sendResponseHeaders(200, -1);
      }
      case "GET" -> {
        String range = exchange.getRequestHeaders().getFirst("Range");
        try (Blob blob = blobs.get(key, range == null ? ByteRange.ALL : range(range))) {
          describe(exchange, blob.info());
          Map<String, String> query = query(exchange);
          show(exchange, "Content-Disposition", query.getOrDefault("as", ""));
          show(exchange, "Content-Type", query.getOrDefault("type", ""));
          answer(exchange, range == null ? 200 : 206, blob.stream().readAllBytes());
        }
      }
      default -> {
        blobs.delete(key);
        answer(exchange, 204, new byte[0]);
      }
    }
  }

  private static void show(HttpExchange exchange, String header, String wanted) {
    if (!wanted.isEmpty()) {
      exchange.getResponseHeaders().set(header, wanted);
    }
  }

  private void list(HttpExchange exchange) throws IOException {
    Map<String, String> query = query(exchange);
    int limit = Integer.parseInt(query.get("limit"));
    String token = query.get("token");
    BlobPage page =
        blobs.list(
            new BlobPrefix(query.get("prefix")),
            token.isEmpty()
                ? PageRequest.first(limit)
                : PageRequest.after(new PageToken(token), limit));
    page.next().ifPresent(next -> exchange.getResponseHeaders().set("X-Next", next.value()));
    StringBuilder lines = new StringBuilder();
    for (BlobEntry e : page.blobs()) {
      lines.append(
          "%s %d %s %s\n".formatted(e.key(), e.size(), e.etag().value(), e.lastModified()));
    }
    answer(exchange, 200, lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void deleteAll(HttpExchange exchange, byte[] body) throws IOException {
    new String(body, StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> blobs.delete(new BlobKey(line)));
    answer(exchange, 204, new byte[0]);
  }

  /** {@code POST ""} begins, {@code PUT id/n} sends a part, {@code POST id/key} completes. */
  private void upload(HttpExchange exchange, String rest, byte[] body) throws IOException {
    if (rest.isEmpty()) {
      String id = UUID.randomUUID().toString();
      uploads.put(id, new ConcurrentSkipListMap<>());
      answer(exchange, 200, id.getBytes(StandardCharsets.UTF_8));
      return;
    }
    String[] parts = rest.split("/", 2);
    NavigableMap<Integer, byte[]> upload = uploads.get(parts[0]);
    if (upload == null) {
      fail(exchange, 404, "NoSuchUpload");
    } else if (exchange.getRequestMethod().equals("PUT")) {
      upload.put(Integer.valueOf(parts[1]), body);
      answer(exchange, 200, new byte[0]);
    } else {
      InputStream whole =
          new SequenceInputStream(
              Collections.enumeration(
                  upload.values().stream().map(ByteArrayInputStream::new).toList()));
      describe(exchange, blobs.put(new BlobKey(parts[1]), BlobSource.of(whole), options(exchange)));
      uploads.remove(parts[0]);
      answer(exchange, 200, new byte[0]);
    }
  }

  private static PutOptions options(HttpExchange exchange) {
    Headers headers = exchange.getRequestHeaders();
    Map<String, String> metadata = new HashMap<>();
    headers.forEach(
        (name, values) -> {
          if (name.startsWith("X-m-")) {
            metadata.put(name.substring(4).toLowerCase(Locale.ROOT), values.getFirst());
          }
        });
    PutCondition condition = PutCondition.ALWAYS;
    if (headers.containsKey("If-None-Match")) {
      condition = PutCondition.IF_ABSENT;
    } else if (headers.containsKey("If-Match")) {
      condition = PutCondition.ifMatch(new ETag(headers.getFirst("If-Match")));
    }
    String writeId = headers.getFirst("X-Write-Id");
    String type = headers.getFirst("Content-Type") + "|" + (writeId == null ? "" : writeId);
    return new PutOptions(type, metadata, condition); // in the type: the metadata may be full
  }

  private static void describe(HttpExchange exchange, BlobInfo info) {
    Headers headers = exchange.getResponseHeaders();
    headers.set("ETag", info.etag().value());
    headers.set("X-Size", Long.toString(info.size()));
    headers.set("X-Modified", info.lastModified().toString());
    int writeId = info.contentType().lastIndexOf('|');
    headers.set("Content-Type", info.contentType().substring(0, writeId));
    headers.set("X-Write-Id", info.contentType().substring(writeId + 1));
    info.metadata().forEach((name, value) -> headers.set("X-m-" + name, value));
  }

  private static ByteRange range(String header) {
    String[] ends = header.substring("bytes=".length()).split("-", -1);
    long from = Long.parseLong(ends[0]);
    return ends[1].isEmpty()
        ? ByteRange.from(from)
        : ByteRange.of(from, Long.parseLong(ends[1]) - from + 1);
  }

  private static Map<String, String> query(HttpExchange exchange) {
    String query = exchange.getRequestURI().getRawQuery();
    Map<String, String> parameters = new HashMap<>();
    if (query != null) {
      Arrays.stream(query.split("&"))
          .map(parameter -> parameter.split("=", 2))
          .forEach(pair -> parameters.put(pair[0], decoded(pair[1])));
    }
    return parameters;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static void fail(HttpExchange exchange, int status, String error) throws IOException {
    exchange.getResponseHeaders().set("X-Error", error);
    answer(exchange, status, new byte[0]);
  }

  private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
    boolean bodiless = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, bodiless ? -1 : body.length);
    if (!bodiless) {
      exchange.getResponseBody().write(body);
    }
  }
}
