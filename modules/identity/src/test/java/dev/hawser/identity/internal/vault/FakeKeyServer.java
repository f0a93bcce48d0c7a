package dev.hawser.identity.internal.vault;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hawser.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

/** A key service over HTTP that can be switched off, be slow, and refuse. */
public abstract class FakeKeyServer implements AutoCloseable {
  /** How it behaves. */
  public enum Mode {
    UP,
    /** Closes connections without a word. */
    DOWN,
    /** Does not answer before it is in another mode. */
    SILENT,
    /** Says that there are too many requests. */
    BUSY,
    /** Says that the caller may not. */
    DENYING
  }

  /** What is answered instead of a result. */
  static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    final int status;
    final String code;

    Refusal(int status, String code, String message) {
      super(message);
      this.status = status;
      this.code = code;
    }
  }

  /** What a request was, with its whole body. */
  record Asked(HttpExchange exchange, byte[] body) {
    String header(String name) {
      List<String> values = exchange.getRequestHeaders().get(name);
      return values == null ? "" : String.join(",", values);
    }

    String method() {
      return exchange.getRequestMethod();
    }

    URI uri() {
      return exchange.getRequestURI();
    }

    Map<?, ?> json() throws Refusal {
      try {
        return (Map<?, ?>) Json.read(body);
      } catch (Json.MalformedException | ClassCastException e) {
        throw new Refusal(400, "SerializationException", "no JSON object");
      }
    }
  }

  private final HttpServer server;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final List<String> problems = new CopyOnWriteArrayList<>();
  private volatile Mode mode = Mode.UP;
  private volatile int callsUntilDown = Integer.MAX_VALUE;
  private volatile CountDownLatch changed = new CountDownLatch(1);

  FakeKeyServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public void mode(Mode next) {
    mode = next;
    callsUntilDown = Integer.MAX_VALUE;
    changed.countDown();
    changed = new CountDownLatch(1);
  }

  /** After so many more answers it is down. */
  public void goDownAfter(int more) {
    callsUntilDown = calls.get() + more;
  }

  /** How many requests for a key it has seen, whatever became of them. */
  public int calls() {
    return calls.get();
  }

  /** How many requests it holds now. */
  public int open() {
    return open.get();
  }

  /** What was wrong with requests, other than what tests did on purpose. */
  public List<String> problems() {
    return problems;
  }

  void problem(String text) {
    problems.add(text);
  }

  /** Whether it is a request for a key, and not for a token. */
  boolean isForKey(Asked asked) {
    return true;
  }

  abstract Map<String, ?> answer(Asked asked) throws Refusal;

  abstract Map<String, ?> refusal(Refusal refusal);

  abstract Refusal busy();

  abstract Refusal denied();

  private void handle(HttpExchange exchange) throws IOException {
    open.incrementAndGet();
    try (exchange) {
      Asked asked = new Asked(exchange, body(exchange));
      Mode now = mode;
      if (isForKey(asked) && calls.incrementAndGet() > callsUntilDown) {
        now = Mode.DOWN;
      }
      if (now == Mode.DOWN) {
        return;
      }
      if (now == Mode.SILENT) {
        changed.await();
        return;
      }
      try {
        if (isForKey(asked) && now == Mode.BUSY) {
          throw busy();
        }
        if (isForKey(asked) && now == Mode.DENYING) {
          throw denied();
        }
        send(exchange, 200, answer(asked));
      } catch (Refusal e) {
        if (e.status == 401) {
          exchange
              .getResponseHeaders()
              .set(
                  "WWW-Authenticate",
                  "Bearer authorization=\"https://login.microsoftonline.com/t\","
                      + " resource=\"https://vault.azure.net\"");
        }
        send(exchange, e.status, refusal(e));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.decrementAndGet();
    }
  }

  /** Google's client compresses what it sends. */
  private static byte[] body(HttpExchange exchange) throws IOException {
    boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    try (InputStream body =
        zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
      return body.readAllBytes();
    }
  }

  private void send(HttpExchange exchange, int status, Map<String, ?> json) throws IOException {
    byte[] body = Json.write(json);
    exchange.getResponseHeaders().set("Content-Type", contentType());
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  String contentType() {
    return "application/json";
  }

  static String utf8(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  static String text(Map<?, ?> json, String name) throws Refusal {
    if (json.get(name) instanceof String text) {
      return text;
    }
    throw new Refusal(400, "ValidationException", name + " is missing");
  }

  @Override
  public void close() {
    changed.countDown();
    server.stop(0);
  }
}
