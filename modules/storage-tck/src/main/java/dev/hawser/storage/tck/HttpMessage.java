package dev.hawser.storage.tck;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A request or an answer of HTTP/1.1 as it came over the wire; the body with the framing of its
 * chunks. Held in memory: a proxy of tests sees parts of some megabytes at most.
 */
final class HttpMessage {
  /** Between two neighbours only; the proxy makes its own connections. */
  private static final Set<String> HOP =
      Set.of("connection", "keep-alive", "proxy-connection", "expect", "upgrade", "http2-settings");

  private static final int LONGEST_LINE = 64 << 10;

  private final String start;
  private final List<String> headers;
  private final byte[] body;

  private HttpMessage(String start, List<String> headers, byte[] body) {
    this.start = start;
    this.headers = headers;
    this.body = body;
  }

  /**
   * The next request; empty when the client has closed the connection.
   *
   * @param interim where to say that the body may come, when the client waits for that
   */
  static Optional<HttpMessage> readRequest(InputStream in, OutputStream interim)
      throws IOException {
    String start = readLine(in);
    if (start.isEmpty()) {
      return Optional.empty();
    }
    HttpMessage head = new HttpMessage(start, readHeaders(in), new byte[0]);
    if (head.header("expect").filter("100-continue"::equalsIgnoreCase).isPresent()) {
      interim.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
      interim.flush();
    }
    return Optional.of(new HttpMessage(start, head.headers, head.readBody(in, new byte[0])));
  }

  /** The final answer to a request; interim ones are passed over. */
  static HttpMessage readAnswer(InputStream in, HttpMessage request) throws IOException {
    while (true) {
      String start = readLine(in);
      if (start.isEmpty()) {
        throw new EOFException("the service closed the connection without an answer");
      }
      HttpMessage head = new HttpMessage(start, readHeaders(in), new byte[0]);
      int status = Integer.parseInt(start.split(" ", 3)[1]);
      if (status >= 200) {
        boolean bodiless = request.method().equals("HEAD") || status == 204 || status == 304;
        return bodiless ? head : head.withRestOf(in);
      }
    }
  }

  static HttpMessage unavailable(boolean invite) {
    List<String> headers = new ArrayList<>(List.of("Content-Length: 0"));
    if (invite) {
      headers.add("Retry-After: 0");
    }
    return new HttpMessage("HTTP/1.1 503 Service Unavailable", headers, new byte[0]);
  }

  String method() {
    return start.substring(0, start.indexOf(' '));
  }

  byte[] body() {
    return body;
  }

  /** Whether the sender of the request will send no other one on this connection. */
  boolean isLast() {
    return header("connection").filter("close"::equalsIgnoreCase).isPresent();
  }

  /**
   * Writes everything up to the body; {@code connection} is what the receiver is to do after it.
   */
  void writeHead(OutputStream out, String connection) throws IOException {
    StringBuilder head = new StringBuilder(start).append("\r\n");
    for (String line : headers) {
      if (!HOP.contains(name(line))) {
        head.append(line).append("\r\n");
      }
    }
    head.append("Connection: ").append(connection).append("\r\n\r\n");
    out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  private HttpMessage withRestOf(InputStream in) throws IOException {
    if (header("content-length").isPresent() || isChunked()) {
      return new HttpMessage(start, headers, readBody(in, new byte[0]));
    }
    byte[] rest = in.readAllBytes(); // its end is the end of the connection
    List<String> sized = new ArrayList<>(headers);
    sized.add("Content-Length: " + rest.length);
    return new HttpMessage(start, sized, rest);
  }

  private byte[] readBody(InputStream in, byte[] none) throws IOException {
    if (isChunked()) {
      return readChunks(in);
    }
    Optional<String> length = header("content-length");
    return length.isPresent() ? readExactly(in, Integer.parseInt(length.get())) : none;
  }

  private boolean isChunked() {
    return header("transfer-encoding").filter("chunked"::equalsIgnoreCase).isPresent();
  }

  private static byte[] readChunks(InputStream in) throws IOException {
    ByteArrayOutputStream raw = new ByteArrayOutputStream();
    int size;
    do {
      String line = readLine(in);
      raw.writeBytes((line + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
      size = Integer.parseInt(line.split(";", 2)[0].strip(), 16);
      if (size > 0) {
        raw.writeBytes(readExactly(in, size + 2));
      }
    } while (size > 0);
    String trailer;
    do {
      trailer = readLine(in);
      raw.writeBytes((trailer + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    } while (!trailer.isEmpty());
    return raw.toByteArray();
  }

  private static byte[] readExactly(InputStream in, int size) throws IOException {
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException("a body ended after %d of %d bytes".formatted(bytes.length, size));
    }
    return bytes;
  }

  private static List<String> readHeaders(InputStream in) throws IOException {
    List<String> headers = new ArrayList<>();
    for (String line = readLine(in); !line.isEmpty(); line = readLine(in)) {
      headers.add(line);
    }
    return headers;
  }

  /** Without its end; empty also at the end of the stream. */
  private static String readLine(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.write(c);
      if (line.size() > LONGEST_LINE) {
        throw new IOException("a line of more than " + LONGEST_LINE + " bytes");
      }
    }
    String text = line.toString(StandardCharsets.ISO_8859_1);
    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
  }

  private Optional<String> header(String name) {
    return headers.stream()
        .filter(line -> name(line).equals(name))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst();
  }

  private static String name(String line) {
    return line.substring(0, Math.max(0, line.indexOf(':'))).strip().toLowerCase(Locale.ROOT);
  }
}
