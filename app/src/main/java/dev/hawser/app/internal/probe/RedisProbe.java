package dev.hawser.app.internal.probe;

import dev.hawser.app.internal.failure.OperatorError;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Asks a Redis server who it is, on a plain socket: four commands of the Redis serialization
 * protocol, long before the real client is loaded.
 */
public final class RedisProbe implements AutoCloseable {
  private static final int LONGEST_ANSWER = 1 << 20;

  /**
   * What a server says about itself.
   *
   * @param version for example {@code 7.0.15}
   * @param time the server's clock
   * @param policy what it does when its memory is full, for example {@code noeviction}; empty when
   *     it does not tell
   */
  public record Answer(String version, Instant time, String policy) {}

  /** What a server answers when it refuses a command. */
  private static final class RefusedException extends IOException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  private final Socket socket;
  private final InputStream in;

  private RedisProbe(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * Asks the first of the target's hosts that answers.
   *
   * @param limit for connecting and for each answer
   * @throws OperatorError when none answers, refuses us, or is too old
   */
  public static Answer ask(RedisTarget target, Duration limit) {
    OperatorError last = null;
    for (String host : target.hosts()) {
      try (RedisProbe probe = open(target, host, limit)) {
        return probe.ask(target, host);
      } catch (RefusedException e) {
        throw new OperatorError(
            "Redis at " + host + " refuses us: " + e.getMessage(),
            "Check user and password in " + target.setting() + ".",
            e);
      } catch (IOException e) {
        last =
            new OperatorError(
                "Redis at " + host + " cannot be reached: " + reason(e),
                "Check that it runs and that "
                    + target.setting()
                    + " names the right host and port.",
                e);
      }
    }
    throw last == null ? new IllegalStateException("no host") : last;
  }

  private static RedisProbe open(RedisTarget target, String host, Duration limit)
      throws IOException {
    int colon = host.lastIndexOf(':');
    String name = host.substring(0, colon).replace("[", "").replace("]", "");
    int port = Integer.parseInt(host.substring(colon + 1));
    Socket plain = new Socket();
    try {
      plain.connect(new InetSocketAddress(name, port), (int) limit.toMillis());
      plain.setSoTimeout((int) limit.toMillis());
      if (!target.tls()) {
        return new RedisProbe(plain);
      }
      SSLSocketFactory factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
      SSLSocket secure = (SSLSocket) factory.createSocket(plain, name, port, true);
      var parameters = secure.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secure.setSSLParameters(parameters);
      secure.startHandshake();
      return new RedisProbe(secure);
    } catch (IOException e) {
      plain.close();
      throw e;
    }
  }

  private Answer ask(RedisTarget target, String host) throws IOException {
    if (target.password() != null) {
      List<String> auth = new ArrayList<>(List.of("AUTH"));
      if (target.username() != null) {
        auth.add(target.username());
      }
      auth.add(target.password());
      command(auth);
    }
    String version =
        info("server", "redis_version:")
            .orElseThrow(() -> new IOException("it does not tell its version"));
    if (tooOld(version)) {
      throw new OperatorError(
          "Redis at %s is version %s; 6.2 or newer is needed".formatted(host, version),
          "Upgrade that server, or let %s name another one.".formatted(target.setting()));
    }
    String[] time = command(List.of("TIME")).split("\n", 2);
    return new Answer(
        version,
        Instant.ofEpochSecond(Long.parseLong(time[0]), Long.parseLong(time[1].strip()) * 1_000),
        info("memory", "maxmemory_policy:").orElse(""));
  }

  /** What it tells about itself; unlike its configuration, hosted servers tell this too. */
  private Optional<String> info(String section, String name) throws IOException {
    return command(List.of("INFO", section))
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip())
        .findFirst();
  }

  static boolean tooOld(String version) {
    String[] parts = version.split("\\.", 3);
    int major = Integer.parseInt(parts[0]);
    int minor = parts.length < 2 ? 0 : Integer.parseInt(parts[1]);
    return major < 6 || (major == 6 && minor < 2);
  }

  private String command(List<String> words) throws IOException {
    StringBuilder request = new StringBuilder("*" + words.size() + "\r\n");
    for (String word : words) {
      int bytes = word.getBytes(StandardCharsets.UTF_8).length;
      request.append('$').append(bytes).append("\r\n").append(word).append("\r\n");
    }
    socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
    return answer();
  }

  // Arrays become lines: TIME answers two numbers.
  private String answer() throws IOException {
    String head = line();
    String rest = head.substring(1);
    return switch (head.charAt(0)) {
      case '+', ':' -> rest;
      case '-' -> throw new RefusedException(rest);
      case '$' -> bulk(Integer.parseInt(rest));
      case '*' -> {
        List<String> items = new ArrayList<>();
        for (int i = Integer.parseInt(rest); i > 0; i--) {
          items.add(answer());
        }
        yield String.join("\n", items);
      }
      default -> throw new IOException("it does not speak the protocol of Redis");
    };
  }

  private String bulk(int length) throws IOException {
    if (length < 0 || length > LONGEST_ANSWER) {
      throw new IOException("an answer of " + length + " bytes");
    }
    byte[] bytes = in.readNBytes(length + 2);
    if (bytes.length < length + 2) {
      throw new EOFException("the connection broke");
    }
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }

  private String line() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0 || text.length() > 4_096) {
        throw new EOFException("the connection broke");
      }
      text.append((char) c);
    }
    String line = text.toString().strip();
    if (line.isEmpty()) {
      throw new IOException("it does not speak the protocol of Redis");
    }
    return line;
  }

  private static String reason(IOException e) {
    return switch (e) {
      case UnknownHostException unknown -> "the host is not known";
      case SocketTimeoutException late -> "no answer in time";
      default -> String.valueOf(e.getMessage());
    };
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
