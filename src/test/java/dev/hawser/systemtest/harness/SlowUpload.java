package dev.hawser.systemtest.harness;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** An upload over a bare connection, a piece at a time, which may never end. */
public final class SlowUpload implements AutoCloseable {
  private final Socket socket;

  private SlowUpload(Socket socket) {
    this.socket = socket;
  }

  /** Sends the head of a request that promises so many bytes. */
  public static SlowUpload begin(URI server, String path, String contentType, long length)
      throws IOException {
    Socket socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout(60_000);
    SlowUpload upload = new SlowUpload(socket);
    upload.send(
        "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, server.getAuthority(), contentType, length));
    return upload;
  }

  public void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  public void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** The status of the answer; -1 when the connection ends without one. */
  public int status() throws IOException {
    InputStream in = socket.getInputStream();
    byte[] start = in.readNBytes("HTTP/1.1 202".length());
    String text = new String(start, StandardCharsets.US_ASCII);
    return text.startsWith("HTTP/1.1 ") ? Integer.parseInt(text.substring(9)) : -1;
  }

  /** Breaks off. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
