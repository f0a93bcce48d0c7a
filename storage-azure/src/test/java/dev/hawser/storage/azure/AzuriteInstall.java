package dev.hawser.storage.azure;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Installs azurite below {@code target}, once, exactly as the lock file says. */
final class AzuriteInstall {
  private static final Path SOURCE = Path.of("src/test/azurite");
  private static final Path TARGET = Path.of("target/azurite");
  private static final int OLDEST_NODE = 20;

  private AzuriteInstall() {}

  /** The folder with {@code node_modules}. Several JVMs may ask at the same time. */
  static Path installed() throws IOException {
    Path target = Files.createDirectories(TARGET).toAbsolutePath();
    try (FileChannel file =
            FileChannel.open(
                target.resolve("install.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        var _ = file.lock()) {
      String wanted = Files.readString(SOURCE.resolve("package-lock.json"));
      Path stamp = target.resolve("installed-package-lock.json");
      if (!Files.exists(stamp) || !Files.readString(stamp).equals(wanted)) {
        checkNode();
        Files.deleteIfExists(stamp);
        for (String name : List.of("package.json", "package-lock.json", ".npmrc")) {
          Files.copy(
              SOURCE.resolve(name), target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        run(target, "npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-progress");
        Files.writeString(stamp, wanted); // last: a killed install is started again
      }
      Files.copy(
          SOURCE.resolve("guard.js"),
          target.resolve("guard.js"),
          StandardCopyOption.REPLACE_EXISTING);
      return target;
    }
  }

  private static void checkNode() throws IOException {
    String version = run(TARGET, "node", "--version").strip();
    int major = Integer.parseInt(version.substring(1, version.indexOf('.')));
    if (major < OLDEST_NODE) {
      throw new IllegalStateException(
          "the tests of storage-azure need Node " + OLDEST_NODE + " or newer, not " + version);
    }
  }

  private static String run(Path folder, String... command) throws IOException {
    Path output = Files.createTempFile("hawser-azurite", ".log");
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException e) {
      throw new IllegalStateException(
          "the tests of storage-azure need Node "
              + OLDEST_NODE
              + " or newer with npm on the PATH, for the emulator azurite: "
              + command[0]
              + " cannot be started",
          e);
    }
    try {
      if (!process.waitFor(10, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException(String.join(" ", command) + " did not end");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    String said = Files.readString(output);
    Files.delete(output);
    if (process.exitValue() != 0) {
      throw new IllegalStateException(String.join(" ", command) + " failed:\n" + said);
    }
    return said;
  }
}
