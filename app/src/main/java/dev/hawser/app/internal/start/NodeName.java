package dev.hawser.app.internal.start;

import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.core.config.LoadedSettings;
import dev.hawser.tasks.EngineSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;

/**
 * The name of this process among its replicas. It is kept in the data folder, which one process
 * uses at a time: so a start knows that what ran under this name before is gone, and takes its
 * executions back at once.
 */
final class NodeName {
  private NodeName() {}

  /** The settings with a node name. */
  static LoadedSettings complete(LoadedSettings settings, Path data) {
    if (settings.find(EngineSettings.NODE).isPresent()) {
      return settings;
    }
    Path file = data.resolve("node");
    try {
      if (!Files.exists(file)) {
        Path draft = data.resolve("node.new");
        Files.writeString(draft, UUID.randomUUID().toString());
        Files.move(draft, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
      }
      return settings.with(
          Map.of(EngineSettings.NODE.key(), Files.readString(file).strip()), "data folder");
    } catch (IOException e) {
      throw new OperatorError(
          "The file " + file + " cannot be read or written: " + e.getMessage(),
          "Check the rights of the data folder and the space on its disk.",
          e);
    }
  }
}
