package dev.hawser.app.internal.start;

import dev.hawser.core.config.Secret;
import dev.hawser.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

/**
 * {@code run/server.json} in the data folder: says while a server runs which process it is and
 * where it listens, so that commands find it. A killed server leaves it behind, therefore {@link
 * #find} asks whether the process lives.
 *
 * @param pid the process
 * @param address for example {@code http://127.0.0.1:8080}
 */
public record ServerFile(long pid, String address) {
  private static final String PLACE = "run/server.json";
  private static final String TOKEN_PLACE = "run/operator-token";

  /** The server that runs on this data folder, if one does. */
  public static Optional<ServerFile> find(Path data) {
    Path file = data.resolve(PLACE);
    try {
      if (Json.read(Files.readString(file).getBytes(StandardCharsets.UTF_8))
              instanceof Map<?, ?> map
          && map.get("pid") instanceof Number pid
          && map.get("address") instanceof String address
          && ProcessHandle.of(pid.longValue()).filter(ProcessHandle::isAlive).isPresent()) {
        return Optional.of(new ServerFile(pid.longValue(), address));
      }
      return Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException | Json.MalformedException e) {
      // Half a file or one that we may not read: nobody we could talk to.
      return Optional.empty();
    }
  }

  /**
   * What proves to the server that runs on this data folder that we may read the folder; empty when
   * there is none, or we may not.
   */
  public static Optional<Secret> operatorToken(Path data) {
    try {
      return Optional.of(new Secret(Files.readString(data.resolve(TOKEN_PLACE)).strip()));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Says that this server runs.
   *
   * @param operatorToken what its operator has to present; only the folder's owner can read it
   */
  void write(Path data, Secret operatorToken) throws IOException {
    Path file = data.resolve(PLACE);
    Files.createDirectories(file.getParent());
    Path token = data.resolve(TOKEN_PLACE);
    Files.deleteIfExists(token);
    Files.createFile(
        token, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(token, operatorToken.reveal());
    Path next = file.resolveSibling("server.json.new");
    Files.writeString(
        next, "{\"pid\":%d,\"address\":\"%s\"}\n".formatted(pid, address), StandardCharsets.UTF_8);
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  static void delete(Path data) throws IOException {
    Files.deleteIfExists(data.resolve(PLACE));
    Files.deleteIfExists(data.resolve(TOKEN_PLACE));
  }
}
