package dev.hawser.systemtest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One run of the packaged jar. What it writes is kept in {@code target/server-output}. */
public final class ServerProcess {
  private static final Path JAR = Path.of(System.getProperty("hawser.jar"));
  private static final Path OUTPUT = Path.of(System.getProperty("hawser.output"));
  private static final ClassArchive CLASSES = new ClassArchive(OUTPUT.toAbsolutePath());
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final Process process;
  private final Path output;

  private ServerProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /**
   * Starts {@code java -jar hawser.jar ARGUMENTS}, in a folder of its own and without settings from
   * this process' environment.
   */
  public static ServerProcess launch(
      Path workingFolder, Map<String, String> environment, List<String> arguments) {
    return launch(workingFolder, environment, arguments, "512m");
  }

  /** The same with a heap of this size. */
  static ServerProcess launch(
      Path workingFolder, Map<String, String> environment, List<String> arguments, String heap) {
    if (Files.notExists(JAR)) {
      throw new IllegalStateException(
          JAR.normalize()
              + " is missing: these tests need the packaged jar (./test -pl src/test -am)");
    }
    try {
      Files.createDirectories(OUTPUT);
      Path output = OUTPUT.resolve("%03d-%s.log".formatted(COUNT.incrementAndGet(), caller()));
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "--sun-misc-unsafe-memory-access=allow",
                  "-Xmx" + heap,
                  "-XX:+UseSerialGC",
                  "-XX:TieredStopAtLevel=1")); // short lives: a quick start counts
      Path jar = JAR.toAbsolutePath().normalize();
      command.addAll(CLASSES.options(command, jar));
      command.addAll(List.of("-jar", jar.toString()));
      command.addAll(arguments);
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(workingFolder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("HAWSER_"));
      builder.environment().putAll(environment);
      return new ServerProcess(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a command to its end. */
  public static ServerProcess run(
      Path workingFolder, Map<String, String> environment, String... arguments) {
    ServerProcess process = launch(workingFolder, environment, List.of(arguments));
    process.awaitExit(Duration.ofSeconds(60));
    return process;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL: the process does nothing any more. Returns when it is gone. */
  public void kill() {
    process.destroyForcibly();
    awaitExit(Duration.ofSeconds(30));
  }

  /** SIGTERM: asks it to stop. */
  public void terminate() {
    process.destroy();
  }

  /** The exit code, which must come in time. */
  public int awaitExit(Duration limit) {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(
            "The process still runs after %s. Its output:%n%s".formatted(limit, output()));
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public int exitCode() {
    return process.exitValue();
  }

  /** Everything it has written so far. */
  public String output() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The processes that it has started and that live. */
  public Stream<ProcessHandle> children() {
    return process.children();
  }

  private static String caller() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .map(frame -> frame.getClassName())
                    .filter(name -> name.matches(".*(Test|IT)"))
                    .findFirst()
                    .map(name -> name.substring(name.lastIndexOf('.') + 1))
                    .orElse("shared"));
  }
}
