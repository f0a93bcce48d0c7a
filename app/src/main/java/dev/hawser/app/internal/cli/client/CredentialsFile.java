package dev.hawser.app.internal.cli.client;

import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.core.config.Secret;
import dev.hawser.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * API keys and personal access tokens by server, in a file that only its owner can read. A key is
 * only ever given to the server that it was saved for.
 */
public final class CredentialsFile {
  private final Path file;

  private record Saved(String key, Optional<String> project) {
    Map<String, String> json(String url) {
      Map<String, String> json = new LinkedHashMap<>();
      json.put("url", url);
      json.put("apiKey", key);
      project.ifPresent(id -> json.put("project", id));
      return json;
    }

    @Override
    public String toString() {
      return "***";
    }
  }

  public CredentialsFile(Path file) {
    this.file = file;
  }

  /** The file's place, for people. */
  public Path path() {
    return file;
  }

  /** The key that was saved for a server. */
  public Optional<Secret> find(String url) {
    return Optional.ofNullable(read().get(server(url))).map(saved -> new Secret(saved.key()));
  }

  /** The project that was saved with the key for a server, if it needs one. */
  public Optional<String> findProject(String url) {
    return Optional.ofNullable(read().get(server(url))).flatMap(Saved::project);
  }

  /** The server for which a key was saved last. */
  public Optional<String> lastServer() {
    List<String> servers = List.copyOf(read().keySet());
    return servers.isEmpty() ? Optional.empty() : Optional.of(servers.getLast());
  }

  /** Keeps a key, instead of the one that this server had before. */
  public void save(String url, Secret key) {
    save(url, key, Optional.empty());
  }

  /** The same with the project that the key is to be used for, when it is good for several. */
  public void save(String url, Secret key, Optional<String> project) {
    Map<String, Saved> keys = read();
    keys.remove(server(url));
    keys.put(server(url), new Saved(key.reveal(), project));
    List<Object> servers = new ArrayList<>();
    keys.forEach((address, saved) -> servers.add(saved.json(address)));
    try {
      write(Json.write(Map.of("servers", servers)));
    } catch (IOException e) {
      throw new OperatorError(
          "The key cannot be saved in " + file + ": " + e,
          "Make the folder writable, or give another file with --credentials.",
          e);
    }
  }

  private void write(byte[] content) throws IOException {
    Path target = file.toAbsolutePath();
    Path folder = target.getParent();
    if (folder != null && Files.notExists(folder)) {
      Files.createDirectories(folder, permissions("rwx------"));
    }
    Path next = Files.createTempFile(folder, ".credentials", "", permissions("rw-------"));
    Files.write(next, content);
    Files.move(next, target, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  private FileAttribute<?>[] permissions(String mode) {
    Path root = file.toAbsolutePath().getRoot();
    boolean posix =
        root != null
            && Files.getFileAttributeView(
                    root, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                != null;
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  private Map<String, Saved> read() {
    Map<String, Saved> keys = new LinkedHashMap<>();
    try {
      byte[] content = Files.readString(file).getBytes(StandardCharsets.UTF_8);
      if (Json.read(content) instanceof Map<?, ?> map
          && map.get("servers") instanceof List<?> all) {
        for (Object one : all) {
          if (one instanceof Map<?, ?> server
              && server.get("url") instanceof String url
              && server.get("apiKey") instanceof String key) {
            Optional<String> project =
                server.get("project") instanceof String id ? Optional.of(id) : Optional.empty();
            keys.put(url, new Saved(key, project));
          }
        }
        return keys;
      }
    } catch (NoSuchFileException e) {
      return keys;
    } catch (IOException e) {
      throw unreadable(e.toString(), e);
    } catch (Json.MalformedException e) {
      throw unreadable("it is damaged", e);
    }
    throw unreadable("it is not a credentials file", null);
  }

  private OperatorError unreadable(String why, @Nullable Throwable cause) {
    return new OperatorError(
        "The credentials in " + file + " cannot be read: " + why,
        "Mend or remove the file, or give another one with --credentials.",
        cause);
  }

  /** This machine has two usual names; a key that was saved for one holds for the other. */
  private static String server(String url) {
    return url.replaceFirst("^(https?://)localhost(?=[:/]|$)", "$1127.0.0.1");
  }
}
