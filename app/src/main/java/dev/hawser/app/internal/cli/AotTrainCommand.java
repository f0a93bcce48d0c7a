package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.config.AllSettings;
import dev.hawser.app.internal.start.LogProgress;
import dev.hawser.app.internal.start.RunningServer;
import dev.hawser.app.internal.start.StartUp;
import dev.hawser.app.internal.train.TrainingRun;
import dev.hawser.core.config.LoadedSettings;
import dev.hawser.core.config.SettingsLoader;
import dev.hawser.core.config.SettingsSources;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Command;

/**
 * Starts a throw-away installation, does what a first user does, and ends: run with {@code
 * -XX:AOTCacheOutput=FILE}, the JVM writes a cache with which later starts take half the time.
 */
@Command(name = "aot-train", hidden = true, description = "Exercise the server for the AOT cache.")
final class AotTrainCommand implements Runnable {
  @Override
  public void run() {
    Path folder = temporaryFolder();
    try {
      LoadedSettings settings =
          SettingsLoader.load(
              AllSettings.ALL,
              new SettingsSources(
                  Map.of(
                      "hawser.data", folder.toString(),
                      "hawser.server.host", "127.0.0.1",
                      "hawser.server.port", "0"),
                  Map.of(),
                  null,
                  Set.of()));
      try (RunningServer server = StartUp.start(settings, new LogProgress())) {
        TrainingRun.against(server);
      }
    } finally {
      delete(folder);
    }
  }

  private static Path temporaryFolder() {
    try {
      Path folder = Files.createTempDirectory("hawser-train");
      if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
        // Root's servers run as another user, who must come through.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
      }
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
