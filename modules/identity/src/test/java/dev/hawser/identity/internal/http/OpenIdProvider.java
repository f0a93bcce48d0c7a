package dev.hawser.identity.internal.http;

import dev.hawser.core.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * oidc-provider in a process of its own, with people that tests put into it. Its process ends when
 * its input ends, so it does not survive this JVM, however that dies.
 */
final class OpenIdProvider implements AutoCloseable {
  static final String SECRET = "s3cret of the client: %+&=~";
  private static final Pattern LISTENING = Pattern.compile("listens on (\\S+)");

  private final Process process;
  private final Path file;
  private final List<Map<String, Object>> clients;
  private final Map<String, Map<String, Object>> people = new LinkedHashMap<>();
  private final String issuer;

  private OpenIdProvider(Path file, List<Map<String, Object>> clients) throws IOException {
    this.file = file;
    this.clients = clients;
    write();
    Path installed = OpenIdProviderInstall.installed();
    this.process =
        new ProcessBuilder("node", installed.resolve("provider.mjs").toString(), file.toString())
            .directory(installed.toFile())
            .redirectErrorStream(true)
            .start();
    this.issuer = issuer(process);
  }

  /**
   * Starts one with the clients {@code hawser} (RS256), {@code hawser-es} (ES256) and {@code
   * hawser-ps} (PS256).
   */
  static OpenIdProvider start(String redirectUri) {
    try {
      Path file = Files.createTempDirectory("oidc-provider").resolve("state.json");
      return new OpenIdProvider(
          file,
          List.of(
              client("hawser", redirectUri, Map.of()),
              client("hawser-es", redirectUri, Map.of("id_token_signed_response_alg", "ES256")),
              client("hawser-ps", redirectUri, Map.of("id_token_signed_response_alg", "PS256"))));
    } catch (IOException e) {
      throw new IllegalStateException("oidc-provider did not start", e);
    }
  }

  private static Map<String, Object> client(
      String id, String redirectUri, Map<String, Object> more) {
    Map<String, Object> client = new LinkedHashMap<>(more);
    client.put("client_id", id);
    client.put("client_secret", SECRET);
    client.put("redirect_uris", List.of(redirectUri));
    return client;
  }

  private static String issuer(Process process) throws IOException {
    BufferedReader output = process.inputReader();
    StringBuilder seen = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      seen.append(line).append('\n');
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        Thread.ofVirtual().name("oidc-provider-output").start(() -> drain(output));
        return listening.group(1);
      }
    }
    throw new IOException("oidc-provider ended: " + seen);
  }

  private static void drain(BufferedReader output) {
    output.lines().forEach(line -> {});
  }

  String issuer() {
    return issuer;
  }

  /** Somebody who can log in there, by the subject. */
  OpenIdProvider with(String subject, Map<String, Object> claims) {
    people.put(subject, claims);
    try {
      write();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return this;
  }

  private void write() throws IOException {
    Path next = file.resolveSibling("next.json");
    Files.write(next, Json.write(Map.of("clients", clients, "accounts", people)));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void close() {
    end();
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(file.getParent());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void end() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(Duration.ofSeconds(10))) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
