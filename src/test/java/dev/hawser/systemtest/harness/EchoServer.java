package dev.hawser.systemtest.harness;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hawser.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Stands for everybody's API. Remembers every request; answers with what it got, unless told
 * otherwise for a path.
 */
public final class EchoServer implements AutoCloseable {

  /**
   * A request that arrived.
   *
   * @param key its Idempotency-Key, empty when there was none
   */
  public record Call(String path, String key, byte[] body) {
    /** A text field of the JSON body. */
    public String field(String name) {
      try {
        return String.valueOf(((Map<?, ?>) Json.read(body)).get(name));
      } catch (Json.MalformedException | ClassCastException e) {
        throw new AssertionError("Not a JSON object: " + new String(body, StandardCharsets.UTF_8));
      }
    }
  }

  /** What to do with a request. */
  @FunctionalInterface
  public interface Behaviour {
    void answer(HttpExchange exchange, Call call) throws IOException;
  }

  private final HttpServer server;
  private final LinkedBlockingQueue<Call> calls = new LinkedBlockingQueue<>();
  private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
  private final List<CountDownLatch> gates = new CopyOnWriteArrayList<>();

  private EchoServer(HttpServer server) {
    this.server = server;
  }

  public static EchoServer start() {
    try {
      EchoServer echo =
          new EchoServer(
              HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024));
      echo.server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      echo.server.createContext("/", echo::handle);
      echo.server.start();
      return echo;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** Says what requests for a path get from now on. */
  public void on(String path, Behaviour behaviour) {
    behaviours.put(path, behaviour);
  }

  /** Lets requests for a path wait; counting the gate down lets them all go on. */
  public CountDownLatch hold(String path) {
    CountDownLatch gate = new CountDownLatch(1);
    gates.add(gate);
    on(
        path,
        (exchange, call) -> {
          try {
            gate.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          reply(exchange, 200, call.body());
        });
    return gate;
  }

  /** All requests so far, in the order of their arrival. */
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  public List<Call> calls(String path) {
    return calls.stream().filter(call -> call.path().equals(path)).toList();
  }

  public static void reply(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    gates.forEach(CountDownLatch::countDown);
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
      Call call =
          new Call(
              exchange.getRequestURI().getPath(),
              key == null ? "" : key,
              exchange.getRequestBody().readAllBytes());
      calls.add(call);
      Behaviour behaviour = behaviours.get(call.path());
      if (behaviour == null) {
        reply(exchange, 200, call.body());
      } else {
        behaviour.answer(exchange, call);
      }
    }
  }
}
