package dev.hawser.systemtest.harness;

import static org.awaitility.Awaitility.await;

import dev.hawser.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An installation with a data folder of its own. Its server listens on a free port, another one
 * after each start. Closing kills the server and removes the folder.
 */
public final class Hawser implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final List<String> UNLIMITED =
      List.of("sign-in", "anonymous", "caller", "project");
  private static final Pattern TOKEN = Pattern.compile("/setup#token=([A-Za-z0-9_-]+)");

  private final Path folder;
  private final Map<String, String> flags = new LinkedHashMap<>();
  private final Map<String, String> environment = new LinkedHashMap<>();
  private String heap = "512m";
  private @Nullable ServerProcess process;
  private @Nullable Credentials credentials;
  private @Nullable String managerKey;

  /** What the setup gave: a project and a key for its API. */
  public record Credentials(String project, String key) {}

  private Hawser(Path folder, @Nullable Credentials credentials) {
    this.folder = folder;
    this.credentials = credentials;
    set("server.port", "0");
    set("server.host", "127.0.0.1");
    for (String limit : UNLIMITED) { // tests are faster than people
      set("limits." + limit, "0");
    }
  }

  /** Without any data yet. */
  public static Hawser empty() {
    return new Hawser(Folders.create("hawser-"), null);
  }

  /** Set up by its first administrator, and not running. */
  public static Hawser installed() {
    return installedIn(Folders.create("hawser-"));
  }

  /** The same in this new folder. */
  public static Hawser installedIn(Path folder) {
    Template template = Template.get();
    Folders.make(folder);
    Folders.copy(template.data(), folder.resolve("data"));
    return new Hawser(folder, template.credentials());
  }

  /** Sets a flag for the next start: {@code server.port}. */
  public Hawser set(String name, String value) {
    flags.put(name, value);
    return this;
  }

  /** Takes a flag back for the next start. */
  public Hawser unset(String name) {
    flags.remove(name);
    return this;
  }

  /** Sets an environment variable for the next start. */
  public Hawser setVariable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** The credentials of another installation that uses the same servers. */
  public Hawser as(Credentials others) {
    credentials = others;
    return this;
  }

  /** Sets the heap for the next start: {@code 256m}. */
  public Hawser heap(String size) {
    heap = size;
    return this;
  }

  /** The files of workflows that are in the store. */
  public List<Path> storedFiles() {
    Path files = data().resolve("blobs/blobs/files");
    if (Files.notExists(files)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(files)) {
      return all.filter(Files::isRegularFile).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * How many blobs are being written.
   *
   * @param written bytes that they have at least
   */
  public long unfinishedBlobs(long written) {
    try (Stream<Path> files = Files.list(data().resolve("blobs/tmp"))) {
      return files.filter(file -> file.toFile().length() >= written).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path data() {
    return folder.resolve("data");
  }

  /** Folder in which the process runs. */
  public Path folder() {
    return folder;
  }

  /** Starts the server and returns when it is ready. */
  public Hawser start() {
    launch();
    awaitReady();
    return this;
  }

  /** Starts the server's process. */
  public ServerProcess launch() {
    List<String> arguments = new ArrayList<>(List.of("start", "--data", data().toString()));
    flags.forEach((name, value) -> arguments.addAll(List.of("--" + name, value)));
    ServerProcess launched = ServerProcess.launch(folder, environment, arguments, heap);
    process = launched;
    return launched;
  }

  /** Waits until the server says that it can take traffic. */
  public void awaitReady() {
    ServerProcess server = process();
    await("the server is ready")
        .atMost(START_LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .failFast("the server has ended", () -> !server.isAlive())
        .until(this::isReady);
  }

  /** Whether the server of this installation answers that it can take traffic. */
  public boolean isReady() {
    return findAddress()
        .map(address -> new Api(address, null).status("/readyz") == 200)
        .orElse(false);
  }

  /** Where it listens. */
  public URI address() {
    return findAddress().orElseThrow(() -> new AssertionError("no server: " + process().output()));
  }

  /** The process of the last start. */
  public ServerProcess process() {
    if (process == null) {
      throw new IllegalStateException("never started");
    }
    return process;
  }

  /** SIGKILL; PostgreSQL and Redis die with it. */
  public void kill() {
    process().kill();
  }

  /** SIGTERM, and waits for the end. Gives the exit code. */
  public int stop() {
    process().terminate();
    return process().awaitExit(Duration.ofSeconds(60));
  }

  /** The token of the setup link that the last start printed. */
  public Optional<String> setupToken() {
    Matcher link = TOKEN.matcher(process().output());
    return link.find() ? Optional.of(link.group(1)) : Optional.empty();
  }

  /** Makes the first administrator, as the setup page does. */
  public Credentials setUp() {
    String token = await("the setup link").until(this::setupToken, Optional::isPresent).get();
    Answer answer =
        new Api(address(), null)
            .post(
                "/api/v1/setup",
                Map.of(
                    "token", token,
                    "organization", "Acme",
                    "project", "First",
                    "email", "ada@example.com",
                    "password", "a lantern beside the harbour"));
    if (answer.status() != 201) {
      throw new AssertionError("The setup failed: " + answer);
    }
    Credentials made = new Credentials(answer.text("project", "id"), answer.text("apiKey", "key"));
    credentials = made;
    return made;
  }

  /** The API of this installation's project, with its key. */
  public Project project() {
    if (credentials == null) {
      throw new IllegalStateException("not set up");
    }
    return new Project(new Api(address(), credentials.key()), credentials.project());
  }

  /** The same with a key that may make keys, which the one of the setup may not. */
  public Project keyManager() {
    if (managerKey == null) {
      Member ada = Member.signIn(anonymous(), "ada@example.com", "a lantern beside the harbour");
      byte[] body = Permissions.of(project().api()).wholeKey("manager");
      managerKey =
          ada.send(
                  "POST",
                  project().path("/api-keys"),
                  new String(body, StandardCharsets.UTF_8),
                  Map.of("Content-Type", "application/json"))
              .text("key");
    }
    return new Project(anonymous().withKey(managerKey), project().id());
  }

  /** The API without a key. */
  public Api anonymous() {
    return new Api(address(), null);
  }

  /** The embedded servers of this installation. */
  public EmbeddedStores stores() {
    return new EmbeddedStores(data(), process());
  }

  @Override
  public void close() {
    if (process != null && process.isAlive()) {
      process.kill();
    }
    Folders.delete(folder);
  }

  private Optional<URI> findAddress() {
    Path file = data().resolve("run/server.json");
    try {
      boolean current =
          Files.exists(file)
              && Json.read(Files.readAllBytes(file)) instanceof Map<?, ?> json
              && json.get("pid") instanceof Number pid
              && pid.longValue() == process().pid();
      if (!current) {
        return Optional.empty();
      }
      Map<?, ?> json = (Map<?, ?>) Json.read(Files.readAllBytes(file));
      return Optional.of(URI.create(String.valueOf(json.get("address"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Json.MalformedException e) {
      return Optional.empty();
    }
  }
}
