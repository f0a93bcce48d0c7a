package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.cli.client.Connection;
import dev.hawser.app.internal.cli.client.CredentialsFile;
import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.app.internal.start.ServerFile;
import dev.hawser.core.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Finds the server and the key. A mixin of all commands that call the API. */
final class ConnectionFlags {
  static final String URL_VARIABLE = "HAWSER_URL";
  static final String KEY_VARIABLE = "HAWSER_API_KEY";
  private static final String DATA_VARIABLE = "HAWSER_DATA";
  private static final String USUAL_URL = "http://127.0.0.1:8080";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "Address of the server (default: HAWSER_URL, else the server that runs on the data"
              + " folder, else the one you logged in to last).")
  private @Nullable String url;

  @Option(
      names = "--api-key",
      paramLabel = "KEY",
      description =
          "API key of a project, or personal access token (default: HAWSER_API_KEY, else the saved"
              + " one).")
  private @Nullable String apiKey;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Data folder of a server on this machine (default: ./data).")
  private @Nullable Path data;

  @Option(
      names = "--credentials",
      paramLabel = "FILE",
      description = "Where keys are saved (default: ~/.config/hawser/credentials).")
  private @Nullable Path credentials;

  private @Nullable CommandSpec command;

  @Spec(Spec.Target.MIXEE)
  void command(CommandSpec spec) {
    command = spec;
  }

  /** Where the process runs. */
  record Surroundings(Map<String, String> environment, Path home, Path folder) {
    static Surroundings ofProcess() {
      return new Surroundings(
          System.getenv(), Path.of(System.getProperty("user.home")), Path.of(""));
    }

    /** A variable's value; one that is set to nothing counts as not set. */
    Optional<String> variable(String name) {
      return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
  }

  Connection resolve() {
    return resolve(Surroundings.ofProcess());
  }

  /**
   * @throws OperatorError when the named data folder has no server
   */
  Connection resolve(Surroundings surroundings) {
    CredentialsFile saved = credentials(surroundings);
    String address = url(surroundings, saved);
    Optional<Secret> key =
        Optional.ofNullable(apiKey)
            .or(() -> surroundings.variable(KEY_VARIABLE))
            .map(text -> new Secret(visible(text.strip())));
    return key.isPresent()
        ? new Connection(address, key)
        : new Connection(address, saved.find(address), saved.findProject(address));
  }

  /** The file with saved keys. */
  CredentialsFile credentials() {
    return credentials(Surroundings.ofProcess());
  }

  private CredentialsFile credentials(Surroundings surroundings) {
    if (credentials != null) {
      return new CredentialsFile(credentials);
    }
    Path config =
        surroundings
            .variable("XDG_CONFIG_HOME")
            .map(Path::of)
            .filter(Path::isAbsolute)
            .orElse(surroundings.home().resolve(".config"));
    return new CredentialsFile(config.resolve("hawser").resolve("credentials"));
  }

  private String url(Surroundings surroundings, CredentialsFile saved) {
    if (url != null) {
      return address(url, "--url");
    }
    if (data != null) {
      Path folder = data;
      return ServerFile.find(folder)
          .map(ServerFile::address)
          .orElseThrow(
              () ->
                  new OperatorError(
                      "No server runs on the data folder " + folder,
                      "Start it with \"hawser start --data " + folder + "\"."));
    }
    Optional<String> variable = surroundings.variable(URL_VARIABLE);
    if (variable.isPresent()) {
      return address(variable.get(), URL_VARIABLE);
    }
    Path folder =
        surroundings.folder().resolve(surroundings.variable(DATA_VARIABLE).orElse("data"));
    return ServerFile.find(folder).map(ServerFile::address).or(saved::lastServer).orElse(USUAL_URL);
  }

  private String address(String text, String source) {
    String trimmed = text.strip().replaceFirst("/+$", "");
    try {
      URI uri = new URI(trimmed);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      if (http && uri.getHost() != null && uri.getQuery() == null && uri.getFragment() == null) {
        return trimmed;
      }
    } catch (URISyntaxException e) {
      // Told below, in words about what is wanted.
    }
    throw wrong(source + " must be an address such as http://127.0.0.1:8080, not " + text);
  }

  private String visible(String key) {
    if (key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw wrong("The API key must be a text such as hwk_…, without blanks");
    }
    return key;
  }

  private RuntimeException wrong(String message) {
    return command == null
        ? new IllegalArgumentException(message)
        : new ParameterException(command.commandLine(), message);
  }
}
