package dev.hawser.storage.tck;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a store and its service, speaks plain HTTP/1.1 to both, and lets one {@link
 * Trouble} at a time happen. Headers pass unchanged, {@code Host} too, so that signatures hold.
 * Clients may keep their connections; the service gets a new one for each request, so that what
 * happens to a connection is what the test has ordered and nothing else.
 */
final class FaultProxy implements AutoCloseable {
  private static final int PIECES = 10;
  private static final int PAUSE_MILLIS = 50;

  private final URI service;
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger writes = new AtomicInteger();
  private volatile @Nullable Trouble armed;

  private FaultProxy(URI service, ServerSocket server) {
    this.service = service;
    this.server = server;
  }

  /** In front of a service that speaks plain HTTP. */
  static FaultProxy start(URI service) throws IOException {
    ServerSocket server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    FaultProxy proxy = new FaultProxy(service, server);
    proxy.threads.execute(proxy::accept);
    return proxy;
  }

  /** The service's address with the proxy in place of its host and port. */
  URI uri() {
    String path = service.getRawPath() == null ? "" : service.getRawPath();
    return URI.create(
        "http://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort() + path);
  }

  /** From now on this may happen, in place of what was armed before. */
  Trouble arm(Trouble trouble) {
    armed = trouble;
    return trouble;
  }

  /** How many requests of {@link Requests#WRITES} came so far. */
  int writes() {
    return writes.get();
  }

  @Override
  public void close() throws IOException {
    closed.countDown();
    server.close();
    for (Socket client : clients) {
      client.close();
    }
    threads.shutdownNow();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = server.accept();
        clients.add(client);
        threads.execute(() -> serve(client));
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  private void serve(Socket client) {
    try (client;
        InputStream in = new BufferedInputStream(client.getInputStream());
        OutputStream out = new BufferedOutputStream(client.getOutputStream())) {
      client.setTcpNoDelay(true);
      boolean open = true;
      while (open) {
        Optional<HttpMessage> request = HttpMessage.readRequest(in, out);
        open = request.isPresent() && exchange(request.get(), client, out);
      }
    } catch (IOException e) {
      // One of the two has gone away; the other one notices, as it would without the proxy.
    } finally {
      clients.remove(client);
    }
  }

  /** Whether the client's connection lives on. */
  private boolean exchange(HttpMessage request, Socket client, OutputStream out)
      throws IOException {
    if (Requests.WRITES.include(request)) {
      writes.incrementAndGet();
    }
    Trouble trouble = armed;
    if (trouble != null && !trouble.fault.isOfAnswer() && trouble.strikes(request)) {
      return instead(trouble.fault, request, client, out);
    }
    HttpMessage answer;
    try (Socket connection = connect()) {
      send(request, request.body().length, connection);
      answer =
          HttpMessage.readAnswer(new BufferedInputStream(connection.getInputStream()), request);
    }
    if (trouble != null
        && trouble.fault.isOfAnswer()
        && trouble.fault.fits(answer)
        && trouble.strikes(request)) {
      return spoil(trouble.fault, answer, client, out);
    }
    return deliver(answer, request, out);
  }

  private static boolean deliver(HttpMessage answer, HttpMessage request, OutputStream out)
      throws IOException {
    answer.writeHead(out, request.isLast() ? "close" : "keep-alive");
    out.write(answer.body());
    out.flush();
    return !request.isLast();
  }

  /** Faults that come before the service has answered. */
  private boolean instead(Fault fault, HttpMessage request, Socket client, OutputStream out)
      throws IOException {
    switch (fault) {
      case REFUSE, REFUSE_AND_INVITE -> {
        return deliver(HttpMessage.unavailable(fault == Fault.REFUSE_AND_INVITE), request, out);
      }
      case RESET_BEFORE -> reset(client);
      case RESET_AFTER -> {
        try (Socket connection = connect()) {
          send(request, request.body().length, connection);
          reset(client);
          HttpMessage.readAnswer(new BufferedInputStream(connection.getInputStream()), request);
        }
      }
      case CUT_REQUEST -> {
        try (Socket connection = connect()) {
          send(request, request.body().length / 2, connection);
        }
        reset(client);
      }
      default -> throw new IllegalArgumentException("a fault of answers: " + fault);
    }
    return false;
  }

  private boolean spoil(Fault fault, HttpMessage answer, Socket client, OutputStream out)
      throws IOException {
    byte[] body = answer.body();
    switch (fault) {
      case DROP_ANSWER -> reset(client);
      case CUT_ANSWER -> {
        answer.writeHead(out, "keep-alive");
        out.write(body, 0, body.length / 2);
        out.flush();
      }
      case SLOW_ANSWER -> {
        answer.writeHead(out, "keep-alive");
        for (int i = 0; i < PIECES; i++) {
          int from = (int) ((long) body.length * i / PIECES);
          int to = (int) ((long) body.length * (i + 1) / PIECES);
          out.write(body, from, to - from);
          out.flush();
          pause();
        }
        return true;
      }
      default -> throw new IllegalArgumentException("not a fault of answers: " + fault);
    }
    return false;
  }

  private void pause() throws IOException {
    try {
      if (closed.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new IOException("the proxy is closed");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private Socket connect() throws IOException {
    Socket connection = new Socket();
    connection.setTcpNoDelay(true);
    int port = service.getPort() < 0 ? 80 : service.getPort();
    connection.connect(new InetSocketAddress(service.getHost(), port));
    return connection;
  }

  private static void send(HttpMessage request, int bytes, Socket connection) throws IOException {
    OutputStream out = new BufferedOutputStream(connection.getOutputStream());
    request.writeHead(out, "close");
    out.write(request.body(), 0, bytes);
    out.flush();
  }

  private static void reset(Socket client) throws IOException {
    client.setSoLinger(true, 0);
    client.close();
  }
}
