package dev.hawser.embedded.internal.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;

/** Free loopback ports for servers. */
public final class Ports {
  private static final int LOWEST = 15_000;
  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int LINUX_DEFAULT = 32_768;
  private static final int TRIES = 200;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Ports() {}

  /**
   * A random port that is free now, below the range from which the kernel serves outgoing
   * connections: a port inside it could be taken by one while the server is down, even by a client
   * that tries to reach this very server and ends up talking to itself.
   */
  public static int free() throws IOException {
    int ceiling = firstOutgoingPort();
    for (int attempt = 0; attempt < TRIES && ceiling > LOWEST; attempt++) {
      int port = RANDOM.nextInt(LOWEST, ceiling);
      if (isFree(port)) {
        return port;
      }
    }
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getByAddress(LOOPBACK))) {
      return any.getLocalPort();
    }
  }

  /** A port of 127.0.0.1, whichever loopback address the JVM prefers. */
  public static InetSocketAddress loopback(int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port);
  }

  /** Whether a server could listen on this port of the loopback address now. */
  public static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(loopback(port), 1);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int firstOutgoingPort() {
    // The kernel gives such a file to one large read only, which Files.readString does not do.
    try (BufferedReader range =
        Files.newBufferedReader(Path.of("/proc/sys/net/ipv4/ip_local_port_range"))) {
      String first = String.valueOf(range.readLine()).strip().split("\\s+", 2)[0];
      return Math.min(LINUX_DEFAULT, Integer.parseInt(first));
    } catch (IOException | NumberFormatException e) {
      return LINUX_DEFAULT; // the file is hidden from us
    }
  }
}
