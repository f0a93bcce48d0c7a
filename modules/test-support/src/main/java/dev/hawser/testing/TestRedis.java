package dev.hawser.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One of the 16 databases of this JVM's Redis. Given out in turn, so it is a test class's own until
 * 16 others have asked.
 *
 * @param uri with password and database number: {@code redis://:secret@127.0.0.1:20123/3}
 */
public record TestRedis(String uri) {
  private static final int DATABASES = 16;
  private static final AtomicInteger NEXT = new AtomicInteger();

  static TestRedis create(String serverUri) {
    int number = Math.floorMod(NEXT.getAndIncrement(), DATABASES);
    TestRedis redis = new TestRedis(serverUri + "/" + number);
    redis.flush();
    return redis;
  }

  /** Hawser's own setting for this Redis. */
  public Map<String, String> asSettings() {
    return Map.of("hawser.redis.url", uri);
  }

  /** Deletes all keys of this database. */
  public void flush() {
    URI parsed = URI.create(uri);
    try (Socket socket = new Socket(parsed.getHost(), parsed.getPort());
        BufferedReader answers =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      if (parsed.getUserInfo() != null) {
        send(socket, answers, "AUTH " + parsed.getUserInfo().substring(1));
      }
      send(socket, answers, "SELECT " + parsed.getPath().substring(1));
      send(socket, answers, "FLUSHDB");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void send(Socket socket, BufferedReader answers, String command)
      throws IOException {
    socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
    String answer = answers.readLine();
    if (!"+OK".equals(answer)) {
      throw new IOException("Redis answered: " + answer);
    }
  }

  @Override
  public String toString() {
    return "TestRedis[" + uri.replaceAll(":[^:@/]+@", ":***@") + "]";
  }
}
