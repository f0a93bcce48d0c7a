package dev.hawser.systemtest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The JVM's archive of loaded and linked classes, which {@code ./hawser} makes too: a start with it
 * takes two thirds of the CPU, making it takes as much as ten starts. So it is made only by a run
 * that starts many processes, once.
 */
final class ClassArchive {
  private static final int WORTH_FROM = 12;
  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0",
          // A process with other options than those of the archive starts without it.
          "-Xlog:aot=off",
          "-Xlog:cds=off");

  private final Path file;
  private int launches;

  ClassArchive(Path folder) {
    file = folder.resolve("classes.aot");
  }

  /**
   * What this launch needs to use it.
   *
   * @param java the program and its options
   */
  synchronized List<String> options(List<String> java, Path jar) {
    launches++;
    if (launches == 1) {
      delete();
    }
    if (launches == WORTH_FROM) {
      make(java, jar);
    }
    if (Files.notExists(file)) {
      return List.of();
    }
    List<String> options = new ArrayList<>(OPTIONS);
    options.add("-XX:AOTCache=" + file);
    return options;
  }

  /** It may be of another jar. */
  private void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void make(List<String> java, Path jar) {
    List<String> command = new ArrayList<>(java);
    command.addAll(List.of("-XX:AOTCacheOutput=" + file, "-jar", jar.toString(), "aot-train"));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(file.resolveSibling("classes.log").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("HAWSER_"));
    try {
      Process process = builder.start();
      if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
        process.destroyForcibly();
        throw new AssertionError("./hawser could not make its archive of classes either: " + file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
