package dev.hawser.systemtest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./hawser} in a checkout whose JDKs and Maven only say how they were called. */
class LauncherIT {
  private static final Path ROOT = Path.of(System.getProperty("hawser.root"));

  /**
   * A JVM that prints its arguments; its archives of classes are empty files, which do not count.
   */
  private static final String JAVA = "#!/bin/sh\necho \"java of $0: $*\"\n";

  private static final String MAVEN =
      """
      #!/bin/sh
      echo "[INFO] Building Hawser core 1 [1/2]"
      mkdir -p app/target && echo jar >app/target/hawser.jar
      """;

  private record Run(int exitCode, String output) {}

  @TempDir private Path folder;
  private Path checkout;
  private Path jar;

  @BeforeEach
  void copy() throws IOException {
    checkout = folder.resolve("check out");
    jar = checkout.resolve("app/target/hawser.jar");
    Files.createDirectories(checkout.resolve(".mvn"));
    Files.createDirectories(checkout.resolve("core/src/main"));
    Files.writeString(checkout.resolve("core/src/main/A.java"), "class A {}");
    Files.copy(ROOT.resolve(".mvn/find-jdk.sh"), checkout.resolve(".mvn/find-jdk.sh"));
    script(checkout.resolve("hawser"), Files.readString(ROOT.resolve("hawser")));
    script(checkout.resolve("mvnw"), MAVEN);
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private Path jdk(String name, String version) throws IOException {
    Path home = folder.resolve(name);
    script(home.resolve("bin/java"), JAVA);
    script(home.resolve("bin/javac"), JAVA);
    Files.writeString(
        home.resolve("release"),
        "JAVA_VERSION=\"%1$s\"\nJAVA_RUNTIME_VERSION=\"%1$s+9\"\n".formatted(version));
    return home;
  }

  private Run run(Map<String, String> environment, String... arguments) throws Exception {
    String[] command = new String[arguments.length + 1];
    command[0] = checkout.resolve("hawser").toString();
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    Map<String, String> all = new HashMap<>(environment);
    all.putIfAbsent("PATH", "/usr/bin:/bin");
    all.putIfAbsent("HOME", folder.toString());
    builder.environment().clear();
    builder.environment().putAll(all);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    return new Run(process.waitFor(), output);
  }

  @Test
  void a_jdk_25_is_taken_from_the_variables_and_the_path_in_this_order() throws Exception {
    Path old = jdk("jdk-17", "17.0.9");
    Path first = jdk("jdk-25-a", "25.0.1");
    Path second = jdk("jdk-25-b", "25");
    Path third = jdk("jdk-25-c", "25.0.3");
    String path = third.resolve("bin") + ":/usr/bin:/bin";
    assertThat(
            run(
                    Map.of(
                        "HAWSER_JAVA_HOME", first.toString(),
                        "JAVA_HOME", second.toString(),
                        "PATH", path),
                    "version")
                .output())
        .contains("java of " + first);
    assertThat(run(Map.of("JAVA_HOME", second.toString(), "PATH", path), "version").output())
        .contains("java of " + second);
    assertThat(run(Map.of("JAVA_HOME", old.toString(), "PATH", path), "version").output())
        .contains("java of " + third)
        .doesNotContain("java of " + old);
  }

  @Test
  void a_chosen_jdk_that_is_another_one_is_refused() throws Exception {
    Run run = run(Map.of("HAWSER_JAVA_HOME", jdk("jdk-17", "17.0.9").toString()), "start");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).contains("HAWSER_JAVA_HOME is", "not a JDK 25");
  }

  @Test
  void it_builds_what_is_not_built_or_is_older_than_its_sources_and_nothing_else()
      throws Exception {
    Map<String, String> jdk = Map.of("HAWSER_JAVA_HOME", jdk("jdk", "25").toString());
    Run first = run(jdk, "doctor", "--json");
    assertThat(first.exitCode()).isZero();
    assertThat(first.output()).contains("Building Hawser", "  Hawser core", "-jar " + jar);
    assertThat(first.output()).endsWith("doctor --json\n");
    assertThat(run(jdk, "doctor").output()).doesNotContain("Building");

    FileTime later = FileTime.from(Instant.now().plusSeconds(5));
    Files.setLastModifiedTime(checkout.resolve("core/src/main/A.java"), later);
    assertThat(run(jdk, "doctor").output()).contains("Building Hawser");
  }

  @Test
  void a_build_that_fails_shows_its_end_and_starts_nothing() throws Exception {
    script(checkout.resolve("mvnw"), "#!/bin/sh\necho '[ERROR] cannot compile'\nexit 1\n");
    Run run = run(Map.of("HAWSER_JAVA_HOME", jdk("jdk", "25").toString()), "start");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).contains("The build failed", "cannot compile").doesNotContain("-jar");
  }

  @Test
  void without_building_a_jar_must_be_there() throws Exception {
    Map<String, String> settings =
        Map.of("HAWSER_JAVA_HOME", jdk("jdk", "25").toString(), "HAWSER_NO_BUILD", "1");
    Run missing = run(settings, "start");
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.output()).contains("hawser.jar is missing", "HAWSER_NO_BUILD");
  }

  @Test
  void start_prepares_a_fast_start_once_and_takes_the_operators_options() throws Exception {
    Map<String, String> settings =
        Map.of(
            "HAWSER_JAVA_HOME",
            jdk("jdk", "25").toString(),
            "HAWSER_JAVA_OPTS",
            "-Xmx1g -XX:+UseZGC");
    Run first = run(settings, "start", "--data", "a b");
    assertThat(first.output())
        .contains("Preparing a fast start", "starting without")
        .contains("-Xmx1g -XX:+UseZGC")
        .doesNotContain("-XX:+UseG1GC -Xmx1g")
        .endsWith("start --data a b\n");
    assertThat(run(settings, "start").output()).doesNotContain("Preparing");
  }
}
