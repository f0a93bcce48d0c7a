package dev.hawser.functions.internal.pool;

import dev.hawser.functions.internal.guest.GuestLimits;
import dev.hawser.functions.internal.runner.RunnerMain;
import dev.hawser.functions.internal.runner.RunnerOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a runner is started: the JVM and the classes of this process, none of its environment, in an
 * empty folder.
 */
final class RunnerCommand implements RunnerProcesses.Launcher {
  private static final Logger LOG = LoggerFactory.getLogger(RunnerCommand.class);

  private final long heap;
  private final GuestLimits limits;
  private final int maxInput;
  private final String classPath;
  private @Nullable Path folder;

  RunnerCommand(long heap, GuestLimits limits, int maxInput) {
    this(heap, limits, maxInput, System.getProperty("java.class.path"));
  }

  RunnerCommand(long heap, GuestLimits limits, int maxInput, String classPath) {
    this.heap = heap;
    this.limits = limits;
    this.maxInput = maxInput;
    this.classPath = absolute(classPath);
  }

  @Override
  public Process start(boolean lockDown) throws IOException {
    Path own = folder();
    ProcessBuilder builder = new ProcessBuilder(line(own, lockDown));
    builder.environment().clear();
    // The C library's memory in one piece, from which the JVM's compiler can give back.
    builder.environment().put("MALLOC_ARENA_MAX", "1");
    builder.directory(own.resolve("empty").toFile());
    return builder.start();
  }

  private List<String> line(Path own, boolean lockDown) {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of(
            "-Xmx" + (heap >> 10) + "k",
            "-Xms16m",
            // Small, so that garbage is not what fills the memory of a runner.
            "-Xmn" + (heap >> 10) / 12 + "k",
            "-XX:TrimNativeHeapInterval=2000",
            "-Xss4m",
            "-XX:+UseSerialGC",
            "-XX:MinHeapFreeRatio=10",
            "-XX:MaxHeapFreeRatio=25",
            "-XX:ReservedCodeCacheSize=32m",
            "-XX:MaxMetaspaceSize=160m",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:+DisplayVMOutputToStderr",
            "-XX:-UsePerfData",
            "-XX:-UseContainerSupport",
            "-XX:+DisableAttachMechanism",
            "-XX:-CreateCoredumpOnCrash",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dfile.encoding=UTF-8",
            "-Duser.timezone=UTC",
            "-Duser.language=en",
            "-Djava.awt.headless=true",
            "-Djava.io.tmpdir=" + own.resolve("empty"),
            "-Dpolyglot.engine.userResourceCache=" + own.resolve("cache"),
            "-cp",
            classPath,
            RunnerMain.class.getName()));
    line.addAll(new RunnerOptions(limits, maxInput, lockDown).arguments());
    return line;
  }

  /** Absolute, since a runner starts in a folder of its own. */
  private static String absolute(String classPath) {
    return Stream.of(classPath.split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private synchronized Path folder() throws IOException {
    if (folder == null || !Files.isDirectory(folder)) {
      folder = Files.createTempDirectory("hawser-functions-");
      Files.createDirectory(folder.resolve("empty"));
      Files.createDirectory(folder.resolve("cache"));
    }
    return folder;
  }

  @Override
  public synchronized void close() {
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      LOG.warn("The folder {} of the runners could not be deleted", folder, e);
    }
    folder = null;
  }
}
