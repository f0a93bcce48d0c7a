package dev.hawser.embedded;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Another JVM that starts the servers, says so, and keeps them until its input ends or it is
 * killed.
 */
final class OtherJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private OtherJvm(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  static OtherJvm start(Path dataFolder) throws IOException {
    return start(List.of(), classPath(), dataFolder, Installation.BINARIES, Map.of());
  }

  static OtherJvm start(
      List<String> prefix,
      String classPath,
      Path dataFolder,
      Path binaries,
      Map<String, String> environment)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto", "-cp", classPath));
    command.addAll(List.of(OtherJvm.class.getName(), dataFolder.toString(), binaries.toString()));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    return new OtherJvm(builder.start());
  }

  static String classPath() {
    String real = System.getProperty("surefire.test.class.path");
    return real != null ? real : System.getProperty("java.class.path");
  }

  /** Copies the libraries a plain start needs to where every user can read them. */
  static String copyClassPath(Path target) throws IOException {
    List<String> entries = new ArrayList<>();
    for (String entry : classPath().split(File.pathSeparator, -1)) {
      Path source = Path.of(entry);
      if (Files.isDirectory(source)) {
        Path copy = target.resolve(Integer.toString(entries.size()));
        try (Stream<Path> files = Files.walk(source)) {
          for (Path file : files.toList()) {
            Files.copy(file, copy.resolve(source.relativize(file).toString()));
          }
        }
        entries.add(copy.toString());
      } else if (entry.matches(".*/(commons-|xz-|slf4j-api|embedded-).*")) {
        entries.add(Files.copy(source, target.resolve(source.getFileName())).toString());
      }
    }
    return entries.stream().collect(Collectors.joining(File.pathSeparator));
  }

  long pid() {
    return process.pid();
  }

  /** The next line it says: READY …, REFUSED … or what it is doing. */
  String line() throws IOException {
    String line = output.readLine();
    while (line != null && !line.startsWith("READY") && !line.startsWith("REFUSED")) {
      line = output.readLine();
    }
    return String.valueOf(line);
  }

  /** Dies at once, with nothing closed. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends as an orderly process does. */
  @Override
  public void close() throws IOException {
    process.getOutputStream().close();
    process.onExit().join();
  }

  @SuppressWarnings("SystemOut")
  public static void main(String[] arguments) throws IOException {
    StartRequest request =
        StartRequest.in(Path.of(arguments[0])).withBinariesFolder(Path.of(arguments[1]));
    try (EmbeddedServers servers = EmbeddedServers.start(request)) {
      EmbeddedPostgres postgres = servers.postgres().orElseThrow();
      EmbeddedRedis redis = servers.redis().orElseThrow();
      System.out.printf(
          "READY %d %d %d %d%n", postgres.pid(), redis.pid(), postgres.port(), redis.port());
      new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    } catch (EmbeddedServerException e) {
      System.out.println("REFUSED " + e.getMessage());
    }
  }
}
