package dev.hawser.storage.gcp.fake;

import com.google.api.client.json.GenericJson;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The part of Google Cloud Storage that the adapter uses, over HTTP: tokens for signed statements,
 * the JSON API (describe, list, download, upload in one request or in a session, delete, batch),
 * and of the XML API downloads and V4-signed GET and PUT. Written from Google's documentation and
 * from what Google's client sends; it is no independent evidence, which only the real service is.
 */
public final class FakeGcs implements AutoCloseable {
  public static final String BUCKET = "hawser-test";
  private static final String API = "/storage/v1/b/";
  private static final String UPLOAD = "/upload/storage/v1/b/";
  private static final String DOWNLOAD = "/download/storage/v1/b/";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final FakeAccount account = FakeAccount.create("hawser@fake.iam.gserviceaccount.com");
  private final FakeAccount impostor = FakeAccount.create(account.email());
  private final AtomicInteger requests = new AtomicInteger();
  private final Set<InetSocketAddress> connections = ConcurrentHashMap.newKeySet();
  private final FakeObjects objects;
  private final FakeTokens tokens;
  private final FakeReads reads;
  private final FakeUploads uploads;
  private final FakeBatch batch;
  private final FakeSigned signed;

  private FakeGcs(HttpServer server, Path folder) {
    var accounts = Map.of(account.email(), account.keys().getPublic());
    this.server = server;
    this.objects = new FakeObjects(folder);
    this.tokens = new FakeTokens(accounts);
    this.reads = new FakeReads(objects);
    this.uploads = new FakeUploads(objects);
    this.batch = new FakeBatch(objects, tokens);
    this.signed = new FakeSigned(objects, reads, tokens, accounts);
  }

  /**
   * Starts one with the bucket {@link #BUCKET}.
   *
   * @param folder for contents; who gave it removes it
   */
  public static FakeGcs start(Path folder) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200);
    FakeGcs fake = new FakeGcs(server, folder);
    fake.objects.createBucket(BUCKET);
    server.setExecutor(fake.threads);
    server.createContext("/", fake::handle);
    server.start();
    return fake;
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The key file of an account that may do everything. */
  public String key() {
    return account.json(uri().resolve("/token"));
  }

  /** A key file of the same name with another key. */
  public String wrongKey() {
    return impostor.json(uri().resolve("/token"));
  }

  /** A key file of an account that nobody knows. */
  public static String newKey(URI tokenService) {
    return FakeAccount.create("nobody@fake.iam.gserviceaccount.com").json(tokenService);
  }

  /** Stores an object as another program would: without metadata, under any name. */
  public void putForeign(String name) throws IOException {
    Path file = Files.writeString(objects.newFile(), "foreign");
    GenericJson description = new GenericJson();
    description.set("name", name).set("contentType", "text/plain");
    try {
      objects.put(BUCKET, description, OptionalLong.empty(), file);
    } catch (FakeRefusal e) {
      throw new IllegalStateException(e);
    }
  }

  /** Connections on which requests came, so far. */
  public int connections() {
    return connections.size();
  }

  /** Requests other than for tokens, so far. */
  public int requests() {
    return requests.get();
  }

  /** From now on downloads do not tell metadata, as those of a service without the XML API. */
  public void silence() {
    reads.silence();
  }

  public int openUploads() {
    return uploads.openSessions();
  }

  public void revokeTokens() {
    tokens.revokeAll();
  }

  /** From now on nobody has this permission. */
  public void deny(String permission) {
    tokens.deny(permission);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    connections.add(exchange.getRemoteAddress());
    try (exchange) {
      FakeRequest request = new FakeRequest(exchange);
      try {
        route(request);
      } catch (FakeRefusal refusal) {
        request.answer(refusal);
      } catch (RuntimeException e) {
        request.answer(new FakeRefusal(500, "backendError", "the fake is broken: " + e));
      }
    }
  }

  private void route(FakeRequest request) throws FakeRefusal, IOException {
    String path = request.path();
    if (path.equals("/token")) {
      tokens.handle(request);
      return;
    }
    requests.incrementAndGet();
    if (path.equals("/batch/storage/v1")) {
      batch.handle(request);
    } else if (path.startsWith(UPLOAD)) {
      tokens.check(request.header("Authorization"), "storage.objects.create");
      uploads.handle(request, request.segments(UPLOAD).getFirst());
    } else if (path.startsWith(DOWNLOAD)) {
      tokens.check(request.header("Authorization"), "storage.objects.get");
      List<String> segments = request.segments(DOWNLOAD);
      reads.content(request, segments.get(0), segments.get(2));
    } else if (path.startsWith(API)) {
      object(request, request.segments(API));
    } else {
      signed.handle(request);
    }
  }

  private void object(FakeRequest request, List<String> segments) throws FakeRefusal, IOException {
    String bucket = segments.getFirst();
    boolean one = segments.size() == 3;
    switch (request.method() + (one ? " one" : "")) {
      case "GET" -> {
        tokens.check(request.header("Authorization"), "storage.objects.list");
        reads.list(request, bucket);
      }
      case "GET one" -> {
        tokens.check(request.header("Authorization"), "storage.objects.get");
        reads.describe(request, bucket, segments.get(2));
      }
      case "DELETE one" -> {
        tokens.check(request.header("Authorization"), "storage.objects.delete");
        objects.delete(bucket, segments.get(2));
        request.answer(204);
      }
      default -> throw new FakeRefusal(405, "methodNotAllowed", request.method());
    }
  }
}
