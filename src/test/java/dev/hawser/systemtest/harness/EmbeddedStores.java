package dev.hawser.systemtest.harness;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The PostgreSQL and the Redis that a server has started for itself. */
public record EmbeddedStores(Path data, ServerProcess server) {

  /** A connection to the database of all modules. */
  public Connection postgres() throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:%s/postgres".formatted(postmaster(3));
    return DriverManager.getConnection(url, "hawser", read("postgres/password").strip());
  }

  /** SIGKILL for PostgreSQL's main process; its other processes notice and end. */
  public void killPostgres() {
    kill(Long.parseLong(postmaster(0)));
  }

  /** SIGKILL for Redis. */
  public void killRedis() {
    kill(
        server
            .children()
            .filter(child -> child.info().command().orElse("").contains("redis-server"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no Redis among the children of the server"))
            .pid());
  }

  /** Sends one command to Redis and gives the first line of its answer. */
  public String redis(String command) {
    List<String> settings = read("redis/redis.conf").lines().toList();
    try (Socket socket =
            new Socket(
                InetAddress.getLoopbackAddress(), Integer.parseInt(setting(settings, "port")));
        BufferedReader in =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      String commands = "AUTH %s\r\n%s\r\n".formatted(setting(settings, "requirepass"), command);
      socket.getOutputStream().write(commands.getBytes(StandardCharsets.UTF_8));
      if (!"+OK".equals(in.readLine())) {
        throw new IOException("Redis does not take the password");
      }
      return in.readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String setting(List<String> settings, String name) {
    return settings.stream()
        .filter(line -> line.startsWith(name + " "))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in redis.conf"))
        .substring(name.length() + 1);
  }

  private String postmaster(int line) {
    return read("postgres/data/postmaster.pid").lines().toList().get(line).strip();
  }

  private String read(String file) {
    try {
      return Files.readString(data.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void kill(long pid) {
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    await("the end of " + pid)
        .atMost(Duration.ofSeconds(10))
        .until(() -> !process.isAlive() || isZombie(pid));
  }

  /** Dead, and nobody has asked for its exit code yet. */
  private static boolean isZombie(long pid) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), "stat")).contains(") Z ");
    } catch (IOException e) {
      return true;
    }
  }
}
