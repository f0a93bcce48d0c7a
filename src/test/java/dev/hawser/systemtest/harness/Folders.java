package dev.hawser.systemtest.harness;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

/** Folders for installations. */
public final class Folders {
  private Folders() {}

  /** A new one in the temporary folder, which other users may enter: PostgreSQL is not root. */
  public static Path create(String prefix) {
    try {
      Path folder = Files.createTempDirectory(prefix).toRealPath();
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void make(Path folder) {
    run(List.of("mkdir", "-p", folder.toString()));
  }

  /** With owners, modes and times. */
  static void copy(Path from, Path to) {
    run(List.of("cp", "-a", from.toString(), to.toString()));
  }

  /** With everything in it. Processes that just died may still be writing their last. */
  public static void delete(Path folder) {
    await("the folder " + folder + " is gone")
        .atMost(Duration.ofSeconds(30))
        .pollDelay(Duration.ZERO)
        .until(() -> exitCode(List.of("rm", "-rf", folder.toString())), code -> code == 0);
  }

  private static void run(List<String> command) {
    int code = exitCode(command);
    if (code != 0) {
      throw new IllegalStateException(command + " failed with exit code " + code);
    }
  }

  private static int exitCode(List<String> command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
