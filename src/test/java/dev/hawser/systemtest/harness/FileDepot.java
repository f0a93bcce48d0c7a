package dev.hawser.systemtest.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hawser.core.json.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Somebody's server for files: a POST is kept on disk and answered with its size and hash, a GET
 * gives what was kept last. It can stop in the middle of a GET.
 */
public final class FileDepot implements AutoCloseable {

  /** What arrived. */
  public record Delivery(String key, String length, String type, String sha256) {}

  private final HttpServer server;
  private final Path kept;
  private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
  private final CountDownLatch gate = new CountDownLatch(1);
  private volatile boolean stopsHalfway;
  private final AtomicInteger halves = new AtomicInteger();

  private FileDepot(HttpServer server, Path kept) {
    this.server = server;
    this.kept = kept;
  }

  public static FileDepot start() {
    try {
      FileDepot depot =
          new FileDepot(
              HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64),
              Files.createTempFile("depot-", ".bin"));
      depot.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      depot.server.createContext("/", depot::handle);
      depot.server.start();
      return depot;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  public List<Delivery> deliveries() {
    return List.copyOf(deliveries);
  }

  /** From now on a GET stops after its half, until this is called with false. */
  public void stopHalfway(boolean stops) {
    stopsHalfway = stops;
    if (!stops) {
      gate.countDown();
    }
  }

  /** How many GETs came to a stop. */
  public int halves() {
    return halves.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      if (exchange.getRequestMethod().equals("POST")) {
        keep(exchange);
      } else {
        give(exchange);
      }
    }
  }

  private synchronized void keep(HttpExchange exchange) throws IOException {
    var headers = exchange.getRequestHeaders();
    String sha;
    try (OutputStream out = Files.newOutputStream(kept)) {
      sha = Bytes.copy(exchange.getRequestBody(), out);
    }
    deliveries.add(
        new Delivery(
            String.valueOf(headers.getFirst("Idempotency-Key")),
            String.valueOf(headers.getFirst("Content-Length")),
            String.valueOf(headers.getFirst("Content-Type")),
            sha));
    byte[] answer = Json.write(Map.of("size", Files.size(kept), "sha256", sha));
    EchoServer.reply(exchange, 200, answer);
  }

  private void give(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/zip");
    exchange.getResponseHeaders().set("Content-Disposition", "attachment; filename=\"kept.zip\"");
    long size = Files.size(kept);
    exchange.sendResponseHeaders(200, size);
    try (var in = Files.newInputStream(kept)) {
      OutputStream out = exchange.getResponseBody();
      if (stopsHalfway) {
        out.write(in.readNBytes((int) (size / 2)));
        out.flush();
        halves.incrementAndGet();
        gate.await();
      }
      in.transferTo(out);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    gate.countDown();
    server.stop(0);
    try {
      Files.deleteIfExists(kept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
