package dev.hawser.app.internal.doctor;

import dev.hawser.app.internal.config.AppSettings;
import dev.hawser.app.internal.config.PostgresSettings;
import dev.hawser.app.internal.config.StorageSettings;
import dev.hawser.app.internal.config.StorageType;
import dev.hawser.app.internal.failure.OperatorError;
import dev.hawser.app.internal.probe.PostgresProbe;
import dev.hawser.app.internal.probe.PostgresTarget;
import dev.hawser.app.internal.probe.RedisProbe;
import dev.hawser.app.internal.probe.RedisTarget;
import dev.hawser.app.internal.start.DataFolder;
import dev.hawser.app.internal.start.Listening;
import dev.hawser.app.internal.start.MailCheck;
import dev.hawser.app.internal.start.ServerFile;
import dev.hawser.app.internal.start.VaultPlace;
import dev.hawser.app.internal.storage.OpenStorage;
import dev.hawser.app.internal.storage.StorageOpening;
import dev.hawser.app.internal.storage.StorageProbe;
import dev.hawser.app.internal.vault.KeyServiceOpening;
import dev.hawser.core.config.LoadedSettings;
import dev.hawser.core.time.SystemTime;
import dev.hawser.embedded.EmbeddedServer;
import dev.hawser.identity.KeyServices;
import dev.hawser.identity.MailSettings;
import dev.hawser.identity.VaultKeyset;
import dev.hawser.identity.VaultKeysetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Looks at everything that a start needs, without starting or changing anything. */
public final class Doctor {
  private static final Duration LIMIT = Duration.ofSeconds(3);
  private static final Duration MOST_SKEW = Duration.ofSeconds(2);
  private static final int JAVA = 25;
  private static final long LOW_DISK = 2L << 30;
  private static final long LOW_MEMORY = 1L << 30;

  private final LoadedSettings settings;
  private final InstantSource clock;
  private final Machine machine;

  public Doctor(LoadedSettings settings) {
    this(settings, SystemTime.SOURCE, Machine.THIS);
  }

  Doctor(LoadedSettings settings, InstantSource clock, Machine machine) {
    this.settings = settings;
    this.clock = clock;
    this.machine = machine;
  }

  /** All findings, in the order in which a start would meet them. */
  public List<Finding> examine() {
    List<Finding> findings = new ArrayList<>();
    Path data = AppSettings.data(settings);
    Optional<ServerFile> running = ServerFile.find(data);
    findings.add(java());
    findings.add(memory());
    findings.add(guarded("data folder", () -> folder("data folder", data, AppSettings.DATA.key())));
    findings.add(guarded("mail", this::mail));
    findings.add(guarded("storage", this::storage));
    findings.add(guarded("port", () -> port(running)));
    postgres(findings, data);
    redis(findings, data);
    findings.add(guarded("vault", this::vault));
    return findings;
  }

  private Finding java() {
    Runtime.Version version = machine.java();
    return version.feature() == JAVA
        ? Finding.ok("Java", version.toString())
        : Finding.failed(
            "Java",
            "version " + version.feature(),
            "Install a JDK " + JAVA + " and start Hawser with it.");
  }

  private Finding memory() {
    OptionalLong available = machine.availableMemory();
    if (available.isEmpty()) {
      return Finding.warning("memory", "cannot be seen here", "Hawser needs about 1 GiB.");
    }
    String detail = (available.getAsLong() >> 20) + " MiB available";
    return available.getAsLong() >= LOW_MEMORY
        ? Finding.ok("memory", detail)
        : Finding.warning(
            "memory",
            detail,
            "Hawser with its own servers needs about 1 GiB: stop something else or add memory.");
  }

  private Finding mail() {
    MailCheck.check(settings);
    return Finding.ok(
        "mail",
        settings
            .find(MailSettings.HOST)
            .map(host -> host + ":" + settings.get(MailSettings.PORT) + ", not asked")
            .orElse("no server, links are shown instead"));
  }

  private Finding storage() {
    if (settings.get(StorageSettings.TYPE) == StorageType.FOLDER) {
      return folder("storage", AppSettings.storageFolder(settings), StorageSettings.FOLDER.key());
    }
    try (OpenStorage storage = StorageOpening.open(settings)) {
      StorageProbe.prove(storage);
      return Finding.ok("storage", storage.shown());
    }
  }

  private Finding folder(String check, Path folder, String setting) {
    Path existing = folder;
    while (existing.getParent() != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    if (existing.equals(folder)) {
      DataFolder.check(folder, setting);
    } else if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
      return Finding.failed(
          check,
          folder + " cannot be created in " + existing,
          "Give this user the right to write there, or choose another folder with "
              + setting
              + ".");
    }
    try {
      long free = machine.freeDisk(existing);
      String detail = "%s, %.1f GiB free".formatted(folder, free / (double) (1L << 30));
      return free >= LOW_DISK
          ? Finding.ok(check, detail)
          : Finding.warning(check, detail, "Make room on that disk: 2 GiB are soon used up.");
    } catch (IOException e) {
      return Finding.warning(
          check, folder + ": free space cannot be seen: " + e.getMessage(), "Check that disk.");
    }
  }

  private Finding port(Optional<ServerFile> running) {
    int port = settings.get(AppSettings.PORT);
    if (running.isPresent() && running.get().address().endsWith(":" + port)) {
      return Finding.ok(
          "port", port + ", in use by this installation (process " + running.get().pid() + ")");
    }
    Listening.check(settings.get(AppSettings.HOST), port);
    return Finding.ok("port", port + " is free");
  }

  private void postgres(List<Finding> findings, Path data) {
    if (!PostgresTarget.withoutUrl(settings).isEmpty()) {
      findings.add(embedded("PostgreSQL", EmbeddedServer.POSTGRES, data));
      if (PostgresTarget.withoutUrl(settings).size() == 3) {
        return;
      }
    }
    for (PostgresTarget target : PostgresTarget.external(settings)) {
      String check = "PostgreSQL " + target.module().text();
      findings.addAll(guardedAll(check, () -> postgres(check, target)));
    }
  }

  private List<Finding> postgres(String check, PostgresTarget target) {
    try (Connection connection = PostgresProbe.connect(target, LIMIT)) {
      Instant before = clock.instant();
      PostgresProbe.Answer answer = PostgresProbe.ask(target, connection);
      String detail = answer.version() + " at " + target.shown();
      List<Finding> findings = new ArrayList<>();
      findings.add(withSkew(check, detail, answer.time(), before, clock.instant()));
      findings.addAll(PostgresAdvice.of(check, target, connection));
      return findings;
    } catch (SQLException e) {
      throw PostgresProbe.explain(target, e);
    }
  }

  /** The keyset, and whether the database needs another one, as far as that can be asked. */
  private Finding vault() {
    LoadedSettings complete = VaultPlace.complete(settings, AppSettings.data(settings));
    Optional<PostgresTarget> database =
        PostgresTarget.external(settings).stream()
            .filter(target -> target.module() == PostgresSettings.Module.IDENTITY)
            .findFirst();
    if (database.isEmpty()) {
      return vault(complete, Optional.empty());
    }
    try (Connection connection = PostgresProbe.connect(database.get(), LIMIT)) {
      return vault(complete, Optional.of(connection));
    } catch (SQLException e) {
      throw PostgresProbe.explain(database.get(), e);
    }
  }

  private static Finding vault(LoadedSettings settings, Optional<Connection> database) {
    KeyServices services = KeyServiceOpening.open(settings);
    try {
      VaultKeyset keyset = VaultKeyset.inspect(settings, services, database).orElse(null);
      if (keyset == null) {
        return Finding.ok("vault", "the first start makes its keyset");
      }
      try (keyset) {
        return keyset.isOpenToOthers()
            ? Finding.warning(
                "vault",
                keyset.shown() + ", which others can read",
                "Let only the user that runs Hawser read it: chmod 600.")
            : Finding.ok("vault", keyset.shown());
      }
    } catch (VaultKeysetException e) {
      return Finding.failed("vault", String.valueOf(e.getMessage()), e.remedy());
    } catch (SQLException e) {
      return Finding.failed(
          "vault",
          "the database cannot be asked which keys it needs: " + e.getMessage(),
          "Look at the database's own finding.");
    }
  }

  private Finding embedded(String check, EmbeddedServer server, Path data) {
    return guarded(
        check,
        () -> {
          machine.requireEmbedded(server, data);
          return Finding.ok(check, "embedded, starts with the server");
        });
  }

  private void redis(List<Finding> findings, Path data) {
    if (RedisTarget.anyWithoutUrl(settings)) {
      findings.add(embedded("Redis", EmbeddedServer.REDIS, data));
    }
    for (RedisTarget target : RedisTarget.external(settings)) {
      String check = "Redis " + String.join(", ", target.stores());
      findings.addAll(guardedAll(check, () -> redis(check, target)));
    }
  }

  private List<Finding> redis(String check, RedisTarget target) {
    Instant before = clock.instant();
    RedisProbe.Answer answer = RedisProbe.ask(target, LIMIT);
    String detail = answer.version() + " at " + target.shown();
    List<Finding> findings = new ArrayList<>();
    findings.add(withSkew(check, detail, answer.time(), before, clock.instant()));
    boolean evicts = !answer.policy().isEmpty() && !answer.policy().equals("noeviction");
    if (evicts && target.stores().contains("queue")) {
      findings.add(
          Finding.warning(
              check,
              "maxmemory-policy is "
                  + answer.policy()
                  + ": when its memory is full, it drops work queues",
              "Set maxmemory-policy noeviction there, or let hawser.redis.queue.url name a server"
                  + " that has it."));
    }
    return findings;
  }

  /** The server looked at its clock between {@code before} and {@code after}. */
  private static Finding withSkew(
      String check, String detail, Instant theirs, Instant before, Instant after) {
    Duration skew =
        theirs.isBefore(before)
            ? Duration.between(theirs, before)
            : theirs.isAfter(after) ? Duration.between(after, theirs) : Duration.ZERO;
    return skew.compareTo(MOST_SKEW) <= 0
        ? Finding.ok(check, detail)
        : Finding.failed(
            check,
            detail + ", its clock differs by " + skew.toSeconds() + " s",
            "Let a time service (chrony, systemd-timesyncd) run on both machines.");
  }

  private static Finding guarded(String check, Supplier<Finding> examination) {
    return guardedAll(check, () -> List.of(examination.get())).getFirst();
  }

  private static List<Finding> guardedAll(String check, Supplier<List<Finding>> examination) {
    try {
      return examination.get();
    } catch (OperatorError e) {
      return List.of(Finding.failed(check, e.message(), e.remedy()));
    }
  }
}
