package dev.hawser.systemtest.harness;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One HTTP/1.1 connection that is kept alive and never repeats a request: what breaks is seen. It
 * does what a careful client does: after {@code Connection: close} it connects anew.
 */
final class RawConnection implements AutoCloseable {
  private final URI server;
  private Socket socket = new Socket();
  private BufferedInputStream in = new BufferedInputStream(BufferedInputStream.nullInputStream());

  /**
   * @param body as text
   */
  record Reply(int status, String body) {}

  RawConnection(URI server) {
    this.server = server;
  }

  /**
   * @throws java.net.ConnectException when the port is closed
   * @throws IOException when the request got no complete answer
   */
  Reply post(String path, String json) throws IOException {
    if (!socket.isConnected() || socket.isClosed()) {
      socket = new Socket(server.getHost(), server.getPort());
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(60_000);
      in = new BufferedInputStream(socket.getInputStream());
    }
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    String head =
        "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, server.getAuthority(), body.length);
    byte[] request = (head + json).getBytes(StandardCharsets.UTF_8);
    socket.getOutputStream().write(request);
    return read();
  }

  private Reply read() throws IOException {
    String[] statusLine = line().split(" ", 3);
    int length = -1;
    boolean last = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).strip());
      }
      last |= lower.startsWith("connection:") && lower.contains("close");
    }
    if (length < 0) {
      throw new IOException("an answer without Content-Length");
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException("the answer ends in its middle");
    }
    if (last) {
      socket.close();
    }
    return new Reply(Integer.parseInt(statusLine[1]), new String(body, StandardCharsets.UTF_8));
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("closed without an answer");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
