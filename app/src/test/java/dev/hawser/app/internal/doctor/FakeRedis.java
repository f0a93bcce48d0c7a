package dev.hawser.app.internal.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Instant;
import java.util.Locale;

/** Says of itself what Redis says, and can be of any age and have any clock. */
final class FakeRedis implements AutoCloseable {
  private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final String version;
  private final String policy;
  private final Instant clock;

  FakeRedis(String version, String policy, Instant clock) throws IOException {
    this.version = version;
    this.policy = policy;
    this.clock = clock;
    Thread.ofVirtual().start(this::serve);
  }

  String url() {
    return "redis://127.0.0.1:" + server.getLocalPort();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket client = server.accept();
          var in = new BufferedReader(new InputStreamReader(client.getInputStream(), UTF_8))) {
        for (String head = in.readLine(); head != null; head = in.readLine()) {
          StringBuilder words = new StringBuilder();
          for (int i = Integer.parseInt(head.substring(1)); i > 0; i--) {
            in.readLine(); // the length
            words.append(in.readLine().toLowerCase(Locale.ROOT)).append(' ');
          }
          client.getOutputStream().write(answer(words.toString().strip()).getBytes(UTF_8));
        }
      } catch (IOException e) {
        // The client has gone, or the test is over.
      }
    }
  }

  private String answer(String command) {
    return switch (command) {
      case "info server" -> bulk("# Server\r\nredis_version:" + version + "\r\n");
      case "info memory" -> bulk("# Memory\r\nmaxmemory_policy:" + policy + "\r\n");
      case "time" -> "*2\r\n" + bulk(Long.toString(clock.getEpochSecond())) + bulk("0");
      default -> "-ERR unknown command\r\n";
    };
  }

  private static String bulk(String text) {
    return "$" + text.length() + "\r\n" + text + "\r\n";
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
