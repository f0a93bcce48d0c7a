package dev.hawser.embedded.internal.binaries;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The machines we carry server binaries for.
 *
 * @param postgres the name in PostgreSQL's archive
 * @param redis the name in Redis' binary
 * @param loader the dynamic loader of glibc, which PostgreSQL's binaries are linked to
 */
record Platform(String postgres, String redis, Path loader) {
  /**
   * @throws IOException when there are no binaries for this machine
   */
  static Platform current() throws IOException {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  static Platform of(String system, String architecture) throws IOException {
    if (system.toLowerCase(Locale.ROOT).equals("linux")) {
      switch (architecture) {
        case "amd64", "x86_64" -> {
          return new Platform("x86_64", "amd64", Path.of("/lib64/ld-linux-x86-64.so.2"));
        }
        case "aarch64", "arm64" -> {
          return new Platform("arm_64", "arm64", Path.of("/lib/ld-linux-aarch64.so.1"));
        }
        default -> {
          // said below
        }
      }
    }
    throw new IOException(
        "The embedded PostgreSQL and Redis run on Linux on amd64 and arm64 only, this is %s on %s"
            .formatted(system, architecture));
  }

  /**
   * @throws IOException on systems with another C library (Alpine's musl)
   */
  void requireGlibc() throws IOException {
    if (!Files.exists(loader)) {
      throw new IOException(
          "The embedded PostgreSQL needs the GNU C library (2.27 or later), and this system has no %s: is it Alpine?"
              .formatted(loader));
    }
  }
}
