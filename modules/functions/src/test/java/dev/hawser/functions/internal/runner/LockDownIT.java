package dev.hawser.functions.internal.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a process can still do when it has locked itself down: {@link Prisoner} tries. */
class LockDownIT {
  private static Path folder;
  private static Map<String, String> tried;

  @BeforeAll
  static void letItTry() throws Exception {
    assumeTrue(Architecture.here().isPresent(), "Linux on a processor that we know");
    // Where everybody may read, so that root can become nobody.
    folder = Files.createTempDirectory("hawser-prison-");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    copyClasses(homeOf(LockDown.class));
    copyClasses(homeOf(Prisoner.class));
    Files.writeString(folder.resolve("beside.txt"), "there");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                folder.resolve("classes").toString(),
                Prisoner.class.getName(),
                folder.resolve("beside.txt").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    tried = new TreeMap<>();
    output.lines().forEach(line -> tried.put(line.split("=", 2)[0], line.split("=", 2)[1]));
  }

  private static Path homeOf(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static void copyClasses(Path from) throws IOException {
    Path to = folder.resolve("classes");
    try (Stream<Path> files = Files.walk(from.resolve("dev/hawser/functions/internal/runner"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  @AfterAll
  static void cleanUp() throws IOException {
    if (folder != null) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  @Test
  void it_could_do_all_of_it_before() {
    for (String what : List.of("connect", "listen", "start", "write", "read", "signal")) {
      assertThat(tried.get("before." + what)).as(what).isEqualTo("yes");
    }
  }

  @Test
  void there_are_no_sockets() {
    assertThat(tried.get("after.connect")).startsWith("no");
    assertThat(tried.get("after.listen")).startsWith("no");
  }

  @Test
  void there_are_no_other_programs_and_no_signals_to_them() {
    assertThat(tried.get("after.start")).startsWith("no");
    assertThat(tried.get("after.signal")).startsWith("no");
  }

  @Test
  void no_file_can_be_written() {
    assertThat(tried.get("after.write")).startsWith("no");
  }

  @Test
  void foreign_files_are_not_there() {
    assumeTrue(!tried.get("shortcomings").contains("Landlock"), tried.get("shortcomings"));
    assertThat(tried.get("after.read")).startsWith("no");
    assertThat(tried.get("after.passwd")).startsWith("no");
  }

  @Test
  void threads_and_memory_are_as_before() {
    assertThat(tried.get("after.thread")).isEqualTo("yes");
    assertThat(tried.get("after.collect")).isEqualTo("yes");
  }

  @Test
  void root_is_nobody_afterwards() {
    assumeTrue(tried.get("uid").equals("0"), "started as root");
    assumeTrue(!tried.get("shortcomings").contains("stays root"), tried.get("shortcomings"));
    assertThat(tried.get("uid.after")).isEqualTo("65534");
  }
}
