package dev.hawser.systemtest.harness;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A Redis Cluster of three masters without replicas, on loopback, with a password. */
public final class RedisCluster implements AutoCloseable {
  private static final int SLOTS = 16_384;
  private static final int NODES = 3;
  private static final String PASSWORD = "a-cluster-of-our-own";

  /** The cluster bus listens so many ports higher. */
  private static final int TO_BUS = 10_000;

  private static final int HIGHEST_PORT = 55_000;
  private static final int TRIES = 100;

  private final Path folder = Folders.create("hawser-cluster-");
  private final List<Integer> ports = new ArrayList<>();
  private final List<Process> processes = new ArrayList<>();

  private RedisCluster() {}

  /** Starts the nodes and returns when all slots are served. */
  public static RedisCluster start(Path redisServer) {
    RedisCluster cluster = new RedisCluster();
    try {
      for (int i = 0; i < NODES; i++) {
        cluster.startNode(redisServer);
      }
      cluster.form();
      return cluster;
    } catch (IOException e) {
      cluster.close();
      throw new UncheckedIOException(e);
    }
  }

  /** For Hawser's settings. */
  public String url() {
    return "redis-cluster://:"
        + PASSWORD
        + "@"
        + ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
  }

  /** Deletes everything on all nodes. */
  public void flush() {
    for (int port : ports) {
      command(port, "FLUSHALL");
    }
  }

  /** How many keys each node has. */
  public List<Long> sizes() {
    return ports.stream()
        .map(port -> Long.parseLong(command(port, "DBSIZE").substring(1)))
        .toList();
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
    processes.forEach(process -> process.onExit().join());
    Folders.delete(folder);
  }

  private void startNode(Path redisServer) throws IOException {
    int port = freePort();
    Path home = Files.createDirectory(folder.resolve("node-" + port));
    ports.add(port);
    processes.add(
        new ProcessBuilder(
                redisServer.toString(),
                "--port " + port,
                "--bind 127.0.0.1",
                "--dir " + home,
                "--cluster-enabled yes",
                "--requirepass " + PASSWORD,
                "--masterauth " + PASSWORD,
                "--save \"\"")
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("log").toFile())
            .start());
    await("node " + port)
        .atMost(Duration.ofSeconds(20))
        .ignoreException(UncheckedIOException.class)
        .until(() -> command(port, "PING").equals("+PONG"));
  }

  private void form() {
    for (int i = 0; i < NODES; i++) {
      int first = i * SLOTS / NODES;
      int last = (i + 1) * SLOTS / NODES - 1;
      command(ports.get(i), "CLUSTER ADDSLOTSRANGE " + first + " " + last);
      command(ports.get(i), "CLUSTER MEET 127.0.0.1 " + ports.getFirst());
    }
    for (int port : ports) {
      await("the cluster, seen from " + port)
          .atMost(Duration.ofSeconds(30))
          .until(() -> command(port, "CLUSTER COUNTKEYSINSLOT 0").startsWith(":") && isWhole(port));
    }
  }

  /** Every node serves keys only when it sees all slots served. */
  private static boolean isWhole(int port) {
    String answer = command(port, "GET whole");
    return answer.startsWith("$") || answer.startsWith("-MOVED");
  }

  private static String command(int port, String command) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      socket
          .getOutputStream()
          .write("AUTH %s\r\n%s\r\n".formatted(PASSWORD, command).getBytes(StandardCharsets.UTF_8));
      if (!"+OK".equals(in.readLine())) {
        throw new IOException("Redis does not take the password");
      }
      return String.valueOf(in.readLine());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int freePort() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    for (int i = 0; i < TRIES; i++) {
      try (ServerSocket socket = new ServerSocket(0, 1, loopback)) {
        int port = socket.getLocalPort();
        if (port < HIGHEST_PORT && isFree(port + TO_BUS)) {
          return port;
        }
      }
    }
    throw new IllegalStateException(
        "no port below " + HIGHEST_PORT + " is free together with its bus port");
  }

  private static boolean isFree(int port) throws IOException {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (BindException e) {
      return false;
    }
  }
}
