package dev.hawser.benchmarks;

import dev.hawser.core.json.Json;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Hawser of our own: the packaged jar on an empty data folder, set up and ready for workflows.
 */
final class Server implements AutoCloseable {
  private static final String EMAIL = "admin@example.com";
  private static final String PASSWORD = "benchmark of the walking skeleton";
  private static final Pattern TOKEN = Pattern.compile("/setup[?#]token=([A-Za-z0-9_.-]+)");

  private final HttpClient client = HttpClient.newHttpClient();
  private final Path data;
  private final int port;
  private final Process process;
  private final double secondsToReady;
  private String apiKey = "";
  private String project = "";

  /**
   * @param flags for the start, beside those that every benchmark needs
   */
  Server(Path root, Path data, String... flags) throws IOException, InterruptedException {
    this.data = data;
    try (ServerSocket free = new ServerSocket(0)) {
      this.port = free.getLocalPort();
    }
    long start = System.nanoTime();
    List<String> command =
        new ArrayList<>(
            List.of(
                root.resolve("hawser").toString(),
                "start",
                "--data",
                data.toString(),
                "--server.port",
                Integer.toString(port),
                "--server.host",
                "127.0.0.1"));
    command.addAll(List.of(flags));
    this.process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String token = null;
    List<String> output = new ArrayList<>();
    try (BufferedReader lines = process.inputReader()) {
      while (token == null) {
        String line = lines.readLine();
        if (line == null) {
          throw new IOException("Hawser did not start:\n" + String.join("\n", output));
        }
        output.add(line);
        Matcher match = TOKEN.matcher(line);
        token = match.find() ? match.group(1) : null;
      }
      this.secondsToReady = (System.nanoTime() - start) / 1e9;
      setUp(token);
    }
  }

  double secondsToReady() {
    return secondsToReady;
  }

  long pid() {
    return process
        .descendants()
        .filter(Server::isJava)
        .findFirst()
        .map(ProcessHandle::pid)
        .orElse(process.pid());
  }

  /** The process ids of the embedded servers that run on our data folder. */
  @Nullable Long child(String command) {
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().command().orElse("").startsWith(data.toString()))
        .filter(p -> p.info().command().orElse("").contains(command))
        .filter(
            p ->
                p.parent()
                    .map(parent -> !parent.info().command().orElse("").contains(command))
                    .orElse(true))
        .map(ProcessHandle::pid)
        .findFirst()
        .orElse(null);
  }

  /** Creates and deploys a workflow; gives the path of its hook. */
  String deploy(Map<String, Object> definition) throws IOException, InterruptedException {
    Map<?, ?> created = call("POST", "/api/v1/projects/" + project + "/workflows", definition);
    call(
        "POST",
        "/api/v1/projects/" + project + "/workflows/" + created.get("id") + "/deploy",
        Map.of());
    return "/hooks/" + created.get("id");
  }

  Map<?, ?> executions(String status) throws IOException, InterruptedException {
    return call(
        "GET", "/api/v1/projects/" + project + "/executions?limit=1&status=" + status, null);
  }

  /** The request for one execution with its steps. */
  byte[] detailRequest(String execution) {
    return get(
        "/api/v1/projects/" + project + "/executions/" + execution,
        "Authorization: Bearer " + apiKey);
  }

  /** The path of the project that everything is in. */
  String projectPath() {
    return "/api/v1/projects/" + project;
  }

  /** A request with a header that says who asks. */
  static byte[] get(String path, String credentials) {
    return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + credentials + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  /** Signs the administrator in; gives the header of the session. */
  String signIn() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/session"))
            .header("Content-Type", "application/json")
            .POST(
                BodyPublishers.ofByteArray(
                    Json.write(Map.of("email", EMAIL, "password", PASSWORD))))
            .build();
    HttpResponse<Void> answer = client.send(request, BodyHandlers.discarding());
    String cookie =
        answer
            .headers()
            .firstValue("Set-Cookie")
            .orElseThrow(() -> new IOException("Signing in: " + answer.statusCode()));
    return "Cookie: " + cookie.substring(0, cookie.indexOf(';'));
  }

  /** The header of who operates the machine. */
  String operator() throws IOException {
    return "Authorization: Bearer " + Files.readString(data.resolve("run/operator-token")).strip();
  }

  /** A connection to the embedded Postgres. */
  Connection postgres() throws IOException, SQLException {
    String password = Files.readString(data.resolve("postgres/password")).strip();
    String pgPort = Files.readAllLines(data.resolve("postgres/data/postmaster.pid")).get(3).strip();
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + pgPort + "/postgres", "hawser", password);
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void setUp(String token) throws IOException, InterruptedException {
    Map<?, ?> answer =
        call(
            "POST",
            "/api/v1/setup",
            Map.of(
                "token", token,
                "organization", "Benchmark",
                "project", "Benchmark",
                "email", EMAIL,
                "password", PASSWORD));
    if (answer.get("apiKey") instanceof Map<?, ?> key
        && answer.get("project") instanceof Map<?, ?> own) {
      apiKey = String.valueOf(key.get("key"));
      project = String.valueOf(own.get("id"));
    }
  }

  private Map<?, ?> call(String method, String path, @Nullable Object body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofByteArray(Json.write(body)));
    if (!apiKey.isEmpty()) {
      request.header("Authorization", "Bearer " + apiKey);
    }
    HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
    try {
      Object json = response.body().length == 0 ? Map.of() : Json.read(response.body());
      if (response.statusCode() / 100 == 2 && json instanceof Map<?, ?> map) {
        return map;
      }
      throw new IOException(
          method + " " + path + " answered " + response.statusCode() + ": " + json);
    } catch (Json.MalformedException e) {
      throw new IOException(method + " " + path + " did not answer JSON", e);
    }
  }

  private static boolean isJava(ProcessHandle process) {
    return process
        .info()
        .command()
        .map(command -> new File(command).getName().equals("java"))
        .orElse(false);
  }
}
