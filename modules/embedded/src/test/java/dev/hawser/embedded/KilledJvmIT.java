package dev.hawser.embedded;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledJvmIT {
  @TempDir Path folder;

  @Test
  void servers_die_with_a_killed_jvm_and_the_next_start_finds_all_data() throws Exception {
    assumeThat(Path.of("/usr/bin/setpriv")).exists();
    OtherJvm jvm = OtherJvm.start(folder);
    String[] ready = jvm.line().split(" ", -1);
    assertThat(ready[0]).isEqualTo("READY");

    jvm.kill();

    await().atMost(ofSeconds(20)).until(() -> !Installation.isAlive(Long.parseLong(ready[1])));
    await().atMost(ofSeconds(20)).until(() -> !Installation.isAlive(Long.parseLong(ready[2])));
    try (EmbeddedServers servers = EmbeddedServers.start(Installation.in(folder))) {
      assertThat(Installation.query(servers.postgres().orElseThrow(), "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void servers_left_behind_on_a_host_without_setpriv_are_taken_over() throws Exception {
    Map<String, String> environment = Map.of("PATH", toolsWithoutSetpriv().toString());
    Path data = folder.resolve("data");
    OtherJvm jvm =
        OtherJvm.start(List.of(), OtherJvm.classPath(), data, Installation.BINARIES, environment);
    String[] ready = jvm.line().split(" ", -1);
    assertThat(ready[0]).isEqualTo("READY");
    long postgres = Long.parseLong(ready[1]);
    long redis = Long.parseLong(ready[2]);

    jvm.kill();

    assertThat(Installation.isAlive(postgres)).isTrue();
    assertThat(Installation.isAlive(redis)).isTrue();
    try (EmbeddedServers servers = EmbeddedServers.start(Installation.in(data))) {
      assertThat(Installation.isAlive(postgres)).isFalse();
      assertThat(Installation.isAlive(redis)).isFalse();
      assertThat(Installation.query(servers.postgres().orElseThrow(), "SELECT 1")).isEqualTo("1");
      assertThat(Installation.redis(servers.redis().orElseThrow(), "none")).isEqualTo("null");
    }
  }

  @Test
  void a_first_start_that_was_killed_while_it_created_the_database_is_redone() throws Exception {
    OtherJvm jvm = OtherJvm.start(folder);
    Path unfinished = folder.resolve("postgres/data.init/base");
    await().pollInterval(ofMillis(1)).atMost(ofSeconds(30)).until(() -> Files.exists(unfinished));
    jvm.kill();
    assertThat(unfinished).exists();
    assertThat(folder.resolve("postgres/data")).doesNotExist();

    try (EmbeddedServers servers = EmbeddedServers.start(Installation.in(folder))) {
      assertThat(Installation.query(servers.postgres().orElseThrow(), "SELECT 1")).isEqualTo("1");
      assertThat(folder.resolve("postgres/data.init")).doesNotExist();
    }
  }

  @Test
  void a_normal_user_needs_no_help_of_root() throws Exception {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
    String classPath = OtherJvm.copyClassPath(Files.createDirectory(folder.resolve("lib")));
    List<String> nobody =
        List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups");
    Path data = folder.resolve("data");

    try (OtherJvm jvm = OtherJvm.start(nobody, classPath, data, folder.resolve("bin"), Map.of())) {
      assertThat(jvm.line()).startsWith("READY");
      assertThat(Files.getAttribute(data.resolve("postgres/data"), "unix:uid")).isEqualTo(65534);
    }
    // The same data serves when root starts it next.
    try (EmbeddedServers servers = EmbeddedServers.start(Installation.in(data))) {
      assertThat(Installation.query(servers.postgres().orElseThrow(), "SELECT 1")).isEqualTo("1");
    }
  }

  /** A search path with all that root needs to run PostgreSQL, but without setpriv. */
  private Path toolsWithoutSetpriv() throws IOException {
    Path tools = Files.createDirectory(folder.resolve("tools"));
    Files.createSymbolicLink(tools.resolve("unshare"), Path.of("/usr/bin/unshare"));
    Files.createSymbolicLink(tools.resolve("chroot"), Path.of("/usr/sbin/chroot"));
    return tools;
  }
}
