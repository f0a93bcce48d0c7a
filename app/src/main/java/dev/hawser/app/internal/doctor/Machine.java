package dev.hawser.app.internal.doctor;

import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.app.internal.probe.EmbeddedProbe;
import dev.hawser.embedded.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

/** What the doctor sees of the machine that it runs on. */
interface Machine {
  Machine THIS = new ThisMachine();

  Runtime.Version java();

  /** In bytes; empty where the system does not tell. */
  OptionalLong availableMemory();

  /** In bytes, on the disk of an existing folder. */
  long freeDisk(Path folder) throws IOException;

  /**
   * @throws OperatorError when this server cannot be embedded here, in this data folder
   */
  void requireEmbedded(EmbeddedServer server, Path data);

  /** The real one. */
  final class ThisMachine implements Machine {
    private ThisMachine() {}

    @Override
    public Runtime.Version java() {
      return Runtime.version();
    }

    @Override
    public OptionalLong availableMemory() {
      try (var lines = Files.lines(Path.of("/proc/meminfo"))) {
        return lines
            .filter(line -> line.startsWith("MemAvailable:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
            .findFirst();
      } catch (IOException e) {
        return OptionalLong.empty(); // not Linux
      }
    }

    @Override
    public long freeDisk(Path folder) throws IOException {
      return Files.getFileStore(folder).getUsableSpace();
    }

    @Override
    public void requireEmbedded(EmbeddedServer server, Path data) {
      EmbeddedProbe.check(data, Set.of(server));
    }
  }
}
