package dev.hawser.tasks.internal.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real server that counts requests by their idempotency key, answers what it is told, and can be
 * held.
 */
final class EchoServer implements AutoCloseable {
  private final HttpServer server;
  final Queue<String> bodies = new ConcurrentLinkedQueue<>();
  final Queue<String> traces = new ConcurrentLinkedQueue<>();
  final Map<String, AtomicInteger> requests = new ConcurrentHashMap<>();
  volatile int status = 200;
  volatile String body = "{\"ok\":true}";
  volatile CountDownLatch gate = new CountDownLatch(0);
  final AtomicInteger waiting = new AtomicInteger();

  EchoServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/",
        exchange -> {
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          traces.addAll(exchange.getRequestHeaders().getOrDefault("traceparent", List.of()));
          String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
          requests.computeIfAbsent(key, k -> new AtomicInteger()).incrementAndGet();
          waiting.incrementAndGet();
          try {
            gate.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            waiting.decrementAndGet();
          }
          byte[] bytes = body.getBytes(UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  int total() {
    return requests.values().stream().mapToInt(AtomicInteger::get).sum();
  }

  @Override
  public void close() {
    gate.countDown();
    server.stop(0);
  }
}
