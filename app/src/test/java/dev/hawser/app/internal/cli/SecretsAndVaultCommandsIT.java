package dev.hawser.app.internal.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hawser.core.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsAndVaultCommandsIT {
  private static final String ROOT = "/api/v1/projects/prj_1/secrets";

  @TempDir private Path folder;
  private final Map<String, String> secrets = new ConcurrentHashMap<>();
  private HttpServer server;
  private TestTerminal terminal = new TestTerminal();

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String name = path.startsWith(ROOT + "/") ? path.substring(ROOT.length() + 1) : "";
    int status = 200;
    Object answer = null;
    if (path.equals("/api/v1/me")) {
      answer =
          Map.of(
              "organization", Map.of("id", "org_1", "name", "Acme"),
              "project", Map.of("id", "prj_1", "name", "Default"),
              "subject", "key_1");
    } else if (path.equals(ROOT)) {
      answer = Map.of("items", secrets.keySet().stream().sorted().map(this::shown).toList());
    } else if (exchange.getRequestMethod().equals("PUT")) {
      try (InputStream in = exchange.getRequestBody()) {
        Map<?, ?> body = (Map<?, ?>) Json.read(in.readAllBytes());
        status = secrets.put(name, String.valueOf(body.get("value"))) == null ? 201 : 204;
      } catch (Json.MalformedException e) {
        status = 422;
      }
    } else {
      status = secrets.remove(name) == null ? 404 : 204;
    }
    byte[] bytes = answer == null ? new byte[0] : Json.write(answer);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private Map<String, Object> shown(String name) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", name);
    json.put("fingerprint", "f1ngerpr1nt0");
    json.put("changedAt", "2027-01-31T12:00:00Z");
    json.put("changedBy", "key_1");
    return json;
  }

  @Test
  void a_value_comes_from_a_file_or_from_standard_input_without_its_last_line_break()
      throws Exception {
    Path pem = Files.writeString(folder.resolve("key.pem"), "-----BEGIN\nabc\n-----END\n");
    assertThat(run("secrets", "set", "KEY", "--value-file", pem.toString())).isZero();
    assertThat(secrets).containsEntry("KEY", "-----BEGIN\nabc\n-----END");
    assertThat(terminal.out()).isEqualTo("set  KEY\n");
    withInput("hunter22\r\n", () -> assertThat(set("TOKEN", "-")).isZero());
    assertThat(secrets).containsEntry("TOKEN", "hunter22");
    withInput("  two\n\n", () -> assertThat(set("TOKEN", "-")).isZero());
    assertThat(secrets).containsEntry("TOKEN", "  two\n");
    assertThat(terminal.out() + terminal.err()).doesNotContain("two");
  }

  @Test
  void a_value_is_never_an_argument_and_needs_a_terminal_or_a_file() throws Exception {
    assertThat(run("secrets", "set", "TOKEN", "hunter22")).isEqualTo(2);
    assertThat(run("secrets", "set", "TOKEN", "--value", "hunter22")).isEqualTo(2);
    assertThat(run("secrets", "set", "TOKEN")).isEqualTo(2);
    assertThat(terminal.err()).contains("--value-file FILE or -");
    assertThat(set("TOKEN", folder.resolve("missing").toString())).isEqualTo(2);
    assertThat(terminal.err()).contains("There is no file");
    Path bytes = Files.write(folder.resolve("bytes"), new byte[] {(byte) 0xff, (byte) 0xfe});
    assertThat(set("TOKEN", bytes.toString())).isEqualTo(2);
    assertThat(terminal.err()).contains("is not UTF-8 text");
    Path large = Files.write(folder.resolve("large"), new byte[70_000]);
    assertThat(set("TOKEN", large.toString())).isEqualTo(2);
    withInput("\n", () -> assertThat(set("TOKEN", "-")).isEqualTo(2));
    assertThat(terminal.err()).contains("The value is empty");
    assertThat(secrets).isEmpty();
  }

  @Test
  void secrets_are_listed_and_deleted() {
    assertThat(run("secrets", "list")).isZero();
    assertThat(terminal.err()).contains("has no secrets yet");
    secrets.put("B", "hunter22");
    secrets.put("A", "hunter23");
    assertThat(run("secrets", "list")).isZero();
    assertThat(terminal.out().lines().toList()).hasSize(3);
    assertThat(terminal.out()).contains("f1ngerpr1nt0", "key_1").doesNotContain("hunter");
    assertThat(run("secrets", "list", "--json")).isZero();
    assertThat(terminal.out()).contains("\"name\":\"A\"");
    assertThat(run("secrets", "delete", "A")).isZero();
    assertThat(terminal.out()).isEqualTo("deleted  A\n");
    assertThat(run("secrets", "delete", "A")).isEqualTo(1);
    assertThat(secrets).containsOnlyKeys("B");
  }

  @Test
  void keysets_are_made_and_changed_without_a_server() throws Exception {
    assertThat(command("vault", "keyset", "create")).isZero();
    String first = terminal.out();
    List<Object> ids = ids(first);
    assertThat(ids).hasSize(1);
    withInput(first, () -> assertThat(command("vault", "keyset", "add")).isZero());
    String added = terminal.out();
    assertThat(ids(added)).hasSize(2).startsWith(ids.getFirst());
    assertThat(primary(added)).isEqualTo(ids.getFirst());
    withInput(added, () -> assertThat(command("vault", "keyset", "promote")).isZero());
    String promoted = terminal.out();
    assertThat(ids(promoted)).isEqualTo(ids(added));
    assertThat(primary(promoted)).isEqualTo(ids(added).getLast());
    withInput("s3cret rubbish", () -> assertThat(command("vault", "keyset", "add")).isEqualTo(1));
    assertThat(terminal.err()).contains("not a keyset").doesNotContain("s3cret");
  }

  private static List<Object> ids(String keyset) throws Json.MalformedException {
    Map<?, ?> json = (Map<?, ?>) Json.read(keyset.getBytes(UTF_8));
    return ((List<?>) json.get("key"))
        .stream().<Object>map(key -> ((Map<?, ?>) key).get("keyId")).toList();
  }

  private static Object primary(String keyset) throws Json.MalformedException {
    return ((Map<?, ?>) Json.read(keyset.getBytes(UTF_8))).get("primaryKeyId");
  }

  @Test
  void the_vault_of_a_server_that_does_not_run_cannot_be_asked() {
    for (String command : List.of("status", "rotate")) {
      assertThat(command("vault", command, "--data", folder.toString())).isEqualTo(1);
      assertThat(terminal.err()).contains("No server runs on the data folder " + folder);
    }
  }

  private int set(String name, String file) {
    return run("secrets", "set", name, "--value-file", file);
  }

  private int run(String... arguments) {
    String[] all = new String[arguments.length + 4];
    System.arraycopy(arguments, 0, all, 0, arguments.length);
    all[arguments.length] = "--url";
    all[arguments.length + 1] = "http://127.0.0.1:" + server.getAddress().getPort();
    all[arguments.length + 2] = "--api-key";
    all[arguments.length + 3] = "hwk_test";
    return command(all);
  }

  private int command(String... arguments) {
    terminal = new TestTerminal();
    return terminal.run(arguments);
  }

  private static void withInput(String text, Runnable work) {
    InputStream before = System.in;
    System.setIn(new ByteArrayInputStream(text.getBytes(UTF_8)));
    try {
      work.run();
    } finally {
      System.setIn(before);
    }
  }
}
