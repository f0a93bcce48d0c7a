package dev.hawser.app.internal.start;

import dev.hawser.app.internal.failure.OperatorError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Whether we may listen where the settings say. */
public final class Listening {
  private Listening() {}

  /**
   * Listens for a moment: a start that must fail fails before it has started servers.
   *
   * @throws OperatorError when the address cannot be had
   */
  public static void check(String host, int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (UnknownHostException e) {
      throw new OperatorError(
          "The address " + host + " is not known",
          "Let hawser.server.host be an address of this machine, 0.0.0.0 for all.",
          e);
    } catch (IOException e) {
      throw explain(host, port, e);
    }
  }

  /** What it means that listening failed. */
  static OperatorError explain(String host, int port, @Nullable Throwable cause) {
    String message = cause == null ? "" : String.valueOf(cause.getMessage());
    if (message.contains("Permission denied")) {
      return new OperatorError(
          "Port " + port + " may not be opened by this user",
          "Choose a port above 1023 with hawser.server.port (flag --server.port).",
          cause);
    }
    if (message.contains("Cannot assign") || !(cause instanceof SocketException)) {
      return new OperatorError(
          "Cannot listen on " + host + ":" + port + ": " + message,
          "Let hawser.server.host be an address of this machine, 0.0.0.0 for all.",
          cause);
    }
    return new OperatorError(
        "Port " + port + " on " + host + " is in use by another process",
        "Stop that process, or choose another port with hawser.server.port (flag --server.port).",
        cause);
  }
}
