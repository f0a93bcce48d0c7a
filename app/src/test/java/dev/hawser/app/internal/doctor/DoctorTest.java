package dev.hawser.app.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.app.internal.config.AllSettings;
import dev.hawser.app.internal.doctor.Finding.State;
import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.core.config.SettingsLoader;
import dev.hawser.core.config.SettingsSources;
import dev.hawser.embedded.EmbeddedServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says of machines, settings and servers that are not as they should be. */
final class DoctorTest {
  private static final long GIB = 1L << 30;
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final FakeMachine GOOD =
      new FakeMachine(
          Runtime.Version.parse("25.0.3"), OptionalLong.of(4 * GIB), 100 * GIB, Set.of());

  @TempDir private Path folder = Path.of("");

  private record FakeMachine(
      Runtime.Version java, OptionalLong availableMemory, long disk, Set<EmbeddedServer> impossible)
      implements Machine {
    FakeMachine withJava(String version) {
      return new FakeMachine(Runtime.Version.parse(version), availableMemory, disk, impossible);
    }

    FakeMachine withMemory(OptionalLong bytes) {
      return new FakeMachine(java, bytes, disk, impossible);
    }

    FakeMachine withDisk(long bytes) {
      return new FakeMachine(java, availableMemory, bytes, impossible);
    }

    FakeMachine without(EmbeddedServer server) {
      return new FakeMachine(java, availableMemory, disk, Set.of(server));
    }

    @Override
    public long freeDisk(Path folder) {
      return disk;
    }

    @Override
    public void requireEmbedded(EmbeddedServer server, Path data) {
      if (impossible.contains(server)) {
        throw new OperatorError("It cannot run here", "Bring one of your own.");
      }
    }
  }

  private List<Finding> findings(Machine machine, Map<String, String> settings) {
    Map<String, String> flags = new HashMap<>(settings);
    flags.put("hawser.data", folder.resolve("data").toString());
    flags.put("hawser.server.host", "127.0.0.1");
    flags.putIfAbsent("hawser.server.port", "0");
    return new Doctor(
            SettingsLoader.load(
                AllSettings.ALL, new SettingsSources(flags, Map.of(), null, Set.of())),
            () -> NOW,
            machine)
        .examine();
  }

  private List<Finding> findings(String check, Machine machine, Map<String, String> settings) {
    return findings(machine, settings).stream().filter(f -> f.check().equals(check)).toList();
  }

  private Finding finding(String check, Machine machine) {
    return finding(check, machine, Map.of());
  }

  private Finding finding(String check, Machine machine, Map<String, String> settings) {
    List<Finding> found = findings(check, machine, settings);
    assertThat(found).as(check).hasSize(1);
    return found.getFirst();
  }

  private static void is(State state, Finding finding, String... details) {
    assertThat(finding.state()).as(finding.toString()).isEqualTo(state);
    for (String detail : details) {
      assertThat(finding.detail()).contains(detail);
    }
    if (state == State.OK) {
      assertThat(finding.remedy()).isEmpty();
    } else {
      assertThat(finding.remedy()).as("what to do").isNotBlank();
    }
  }

  @Test
  void a_good_machine_with_the_default_settings_has_no_findings_and_stays_as_it_is() {
    assertThat(findings(GOOD, Map.of()))
        .extracting(Finding::check)
        .containsExactly(
            "Java",
            "memory",
            "data folder",
            "mail",
            "storage",
            "port",
            "PostgreSQL",
            "Redis",
            "vault");
    assertThat(findings(GOOD, Map.of())).allSatisfy(finding -> is(State.OK, finding));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void another_java_will_not_work() {
    is(State.FAILED, finding("Java", GOOD.withJava("21.0.4")), "version 21");
  }

  @Test
  void little_memory_is_warned_of_and_so_is_what_cannot_be_seen() {
    Machine small = GOOD.withMemory(OptionalLong.of(GIB - 1));
    is(State.WARNING, finding("memory", small), "1023 MiB");
    is(State.OK, finding("memory", GOOD.withMemory(OptionalLong.of(GIB))), "1024 MiB");
    is(State.WARNING, finding("memory", GOOD.withMemory(OptionalLong.empty())), "cannot be seen");
  }

  @Test
  void a_disk_that_is_nearly_full_is_warned_of() {
    is(State.WARNING, finding("data folder", GOOD.withDisk(GIB)), "1.0 GiB free");
    is(State.WARNING, finding("storage", GOOD.withDisk(GIB)), "1.0 GiB free");
    is(State.OK, finding("data folder", GOOD.withDisk(2 * GIB)), "2.0 GiB free");
  }

  @Test
  void a_port_that_another_process_has_will_not_work_but_our_own_server_may_have_it()
      throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Map<String, String> port =
          Map.of("hawser.server.port", Integer.toString(other.getLocalPort()));
      is(State.FAILED, finding("port", GOOD, port), other.getLocalPort() + "", "in use");

      Path run = Files.createDirectories(folder.resolve("data/run"));
      Files.writeString(
          run.resolve("server.json"),
          "{\"pid\":%d,\"address\":\"http://127.0.0.1:%d\"}"
              .formatted(ProcessHandle.current().pid(), other.getLocalPort()));
      is(State.OK, finding("port", GOOD, port), "in use by this installation");
    }
  }

  @Test
  void a_server_that_cannot_be_embedded_here_will_not_work_unless_there_is_an_external_one()
      throws IOException {
    Machine alpine = GOOD.without(EmbeddedServer.POSTGRES);
    is(State.FAILED, finding("PostgreSQL", alpine), "It cannot run here");
    is(State.OK, finding("Redis", alpine), "embedded");

    Machine noRedis = GOOD.without(EmbeddedServer.REDIS);
    is(State.FAILED, finding("Redis", noRedis), "It cannot run here");
    try (FakeRedis redis = new FakeRedis("7.2.4", "noeviction", NOW)) {
      assertThat(findings(noRedis, Map.of("hawser.redis.url", redis.url())))
          .extracting(Finding::state)
          .containsOnly(State.OK);
    }
  }

  @Test
  void mail_settings_that_belong_together_are_asked_for() {
    Map<String, String> settings = new HashMap<>(Map.of("hawser.mail.host", "smtp.example.com"));
    is(State.FAILED, finding("mail", GOOD, settings), "hawser.mail.from");
    settings.put("hawser.mail.from", "hawser@example.com");
    is(State.FAILED, finding("mail", GOOD, settings), "hawser.public-url");
    settings.put("hawser.public-url", "https://hawser.example.com");
    is(State.OK, finding("mail", GOOD, settings), "smtp.example.com:587");
  }

  @Test
  void a_redis_that_does_not_answer_or_is_too_old_will_not_work() throws IOException {
    String gone;
    try (FakeRedis old = new FakeRedis("5.0.14", "noeviction", NOW)) {
      gone = old.url();
      is(
          State.FAILED,
          finding("Redis system, cache, queue", GOOD, Map.of("hawser.redis.url", old.url())),
          "5.0.14",
          "6.2 or newer");
    }
    is(
        State.FAILED,
        finding("Redis system, cache, queue", GOOD, Map.of("hawser.redis.url", gone)),
        "cannot be reached");
  }

  @Test
  void a_redis_that_may_drop_the_queue_is_warned_of_one_that_only_caches_is_not()
      throws IOException {
    try (FakeRedis redis = new FakeRedis("7.2.4", "allkeys-lru", NOW)) {
      List<Finding> found =
          findings("Redis queue", GOOD, Map.of("hawser.redis.queue.url", redis.url()));
      assertThat(found).hasSize(2);
      is(State.OK, found.getFirst(), "7.2.4");
      is(State.WARNING, found.getLast(), "maxmemory-policy is allkeys-lru");
      assertThat(found.getLast().remedy()).contains("noeviction");

      is(
          State.OK,
          finding("Redis cache", GOOD, Map.of("hawser.redis.cache.url", redis.url())),
          "7.2.4");
    }
  }

  @Test
  void clocks_that_differ_by_more_than_two_seconds_will_not_work() throws IOException {
    for (int seconds : List.of(-3, 3)) {
      try (FakeRedis redis = new FakeRedis("7.2.4", "noeviction", NOW.plusSeconds(seconds))) {
        is(
            State.FAILED,
            finding("Redis cache", GOOD, Map.of("hawser.redis.cache.url", redis.url())),
            "its clock differs by 3 s");
      }
    }
    try (FakeRedis redis = new FakeRedis("7.2.4", "noeviction", NOW.plusSeconds(2))) {
      is(
          State.OK,
          finding("Redis cache", GOOD, Map.of("hawser.redis.cache.url", redis.url())),
          "7.2.4");
    }
  }
}
