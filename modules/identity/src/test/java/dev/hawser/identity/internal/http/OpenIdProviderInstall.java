package dev.hawser.identity.internal.http;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Installs oidc-provider below {@code target}, once, exactly as the lock file says. */
final class OpenIdProviderInstall {
  private static final Path SOURCE = Path.of("src/test/oidc-provider");
  private static final Path TARGET = Path.of("target/oidc-provider");

  private OpenIdProviderInstall() {}

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
        Files.deleteIfExists(stamp);
        for (String name : List.of("package.json", "package-lock.json", ".npmrc")) {
          copy(name, target);
        }
        install(target);
        Files.writeString(stamp, wanted); // last: a killed install is started again
      }
      copy("provider.mjs", target);
      return target;
    }
  }

  private static void copy(String name, Path target) throws IOException {
    Files.copy(SOURCE.resolve(name), target.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private static void install(Path folder) throws IOException {
    Path output = Files.createTempFile("hawser-oidc-provider", ".log");
    Process process;
    try {
      process =
          new ProcessBuilder("npm", "ci", "--ignore-scripts", "--prefer-offline", "--no-progress")
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
    } catch (IOException e) {
      throw new IllegalStateException(
          "the tests of identity need Node 20 or newer with npm on the PATH, for oidc-provider", e);
    }
    try {
      if (!process.waitFor(10, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("npm ci did not end");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
    String said = Files.readString(output);
    Files.delete(output);
    if (process.exitValue() != 0) {
      throw new IllegalStateException("npm ci failed:\n" + said);
    }
  }
}
