package dev.hawser.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.LongAdder;

/**
 * The cheapest HTTP server that keeps connections: answers every request with a small JSON body.
 */
final class Echo implements AutoCloseable {
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"ok\":true}"
          .getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket socket;
  private final LongAdder requests = new LongAdder();

  Echo() throws IOException {
    socket = new ServerSocket(0, 1_024, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("echo").start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  long requests() {
    return requests.sum();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = socket.accept();
        connection.setTcpNoDelay(true);
        Thread.startVirtualThread(() -> serve(connection));
      }
    } catch (IOException e) {
      // closed: the benchmark is over
    }
  }

  private void serve(Socket connection) {
    try (connection;
        InputStream in = new BufferedInputStream(connection.getInputStream(), 16_384);
        OutputStream out = connection.getOutputStream()) {
      while (Http.readMessage(in) != null) {
        requests.increment();
        out.write(ANSWER);
      }
    } catch (IOException e) {
      // the client went away, as clients do
    }
  }
}
