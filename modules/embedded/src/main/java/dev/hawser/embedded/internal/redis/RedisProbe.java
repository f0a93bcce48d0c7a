package dev.hawser.embedded.internal.redis;

import dev.hawser.embedded.internal.process.Ports;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Asks a server on the loopback address whether it serves, in Redis' inline protocol. */
record RedisProbe(int port, String password) {
  private static final int TIMEOUT_MILLIS = 1_000;

  /** False while nobody listens, and while the server loads its data. */
  boolean serves() {
    try (Socket socket = new Socket()) {
      socket.connect(Ports.loopback(port), TIMEOUT_MILLIS);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      String commands = "AUTH " + password + "\r\nPING\r\n";
      socket.getOutputStream().write(commands.getBytes(StandardCharsets.US_ASCII));
      byte[] expected = "+OK\r\n+PONG\r\n".getBytes(StandardCharsets.US_ASCII);
      byte[] answer = socket.getInputStream().readNBytes(expected.length);
      return Arrays.equals(answer, expected);
    } catch (IOException e) {
      return false; // not yet: the caller watches the process and its log
    }
  }

  @Override
  public String toString() {
    return "RedisProbe[port=" + port + "]";
  }
}
