package dev.hawser.embedded.internal.binaries;

import dev.hawser.embedded.internal.process.Privileges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** The servers' programs, unpacked for this machine below one folder. */
public final class Binaries {
  private static final String REDIS = "redis-server-7.0.15-linux-";

  private Binaries() {}

  /**
   * The folder with {@code bin/postgres} and {@code bin/initdb}.
   *
   * @throws IOException when there are no binaries for this machine or they cannot be unpacked
   */
  public static Path postgres(Path folder, Consumer<String> progress) throws IOException {
    Platform platform = postgresPlatform(folder);
    return Unpacking.archive(
        "postgres-linux-" + platform.postgres() + ".txz",
        folder,
        () -> progress.accept("Unpacking PostgreSQL"));
  }

  /**
   * The Redis server program, which is linked statically.
   *
   * @throws IOException when there is none for this machine or it cannot be unpacked
   */
  public static Path redis(Path folder, Consumer<String> progress) throws IOException {
    String resource = REDIS + redisPlatform(folder).redis();
    return Unpacking.program(resource, folder, () -> progress.accept("Unpacking Redis"))
        .resolve(resource);
  }

  /**
   * Changes nothing, for a look before a start.
   *
   * @throws IOException when PostgreSQL cannot be had or run on this machine
   */
  public static void checkPostgres(Path folder) throws IOException {
    postgresPlatform(folder);
  }

  /**
   * Changes nothing, for a look before a start.
   *
   * @throws IOException when Redis cannot be had or run on this machine
   */
  public static void checkRedis(Path folder) throws IOException {
    redisPlatform(folder);
  }

  private static Platform postgresPlatform(Path folder) throws IOException {
    Platform platform = redisPlatform(folder);
    platform.requireGlibc();
    return platform;
  }

  private static Platform redisPlatform(Path folder) throws IOException {
    Platform platform = Platform.current();
    requireTrusted(folder);
    return platform;
  }

  /** Nobody else may have put programs there for us to run. */
  private static void requireTrusted(Path folder) throws IOException {
    if (Files.exists(folder)) {
      int owner = Privileges.userOf(folder.toRealPath());
      int user = Privileges.currentUser();
      if (owner != user && owner != 0) {
        throw new IOException(
            "%s holds the programs that Hawser starts, but it belongs to user %d and not to user %d, who runs Hawser"
                .formatted(folder, owner, user));
      }
    }
  }
}
