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
import dev.hawser.app.internal.start.ServerFile;
import dev.hawser.app.internal.start.VaultPlace;
import dev.hawser.app.internal.storage.OpenStorage;
import dev.hawser.app.internal.storage.StorageOpening;
import dev.hawser.app.internal.storage.StorageProbe;
import dev.hawser.app.internal.vault.KeyServiceOpening;
import dev.hawser.core.config.LoadedSettings;
import dev.hawser.core.time.SystemTime;
import dev.hawser.identity.KeyServices;
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

  public Doctor(LoadedSettings settings) {
    this.settings = settings;
    this.clock = SystemTime.SOURCE;
  }

  /** All findings, in the order in which a start would meet them. */
  public List<Finding> examine() {
    List<Finding> findings = new ArrayList<>();
    Path data = AppSettings.data(settings);
    Optional<ServerFile> running = ServerFile.find(data);
    findings.add(java());
    findings.add(memory());
    findings.add(guarded("data folder", () -> folder("data folder", data, AppSettings.DATA.key())));
    findings.add(guarded("storage", this::storage));
    findings.add(guarded("port", () -> port(running)));
    postgres(findings);
    redis(findings);
    findings.add(guarded("vault", this::vault));
    return findings;
  }

  private static Finding java() {
    int version = Runtime.version().feature();
    return version == JAVA
        ? Finding.ok("Java", Runtime.version().toString())
        : Finding.failed(
            "Java", "version " + version, "Install a JDK " + JAVA + " and start Hawser with it.");
  }

  private static Finding memory() {
    try (var lines = Files.lines(Path.of("/proc/meminfo"))) {
      long available =
          lines
                  .filter(line -> line.startsWith("MemAvailable:"))
                  .map(line -> line.replaceAll("\\D", ""))
                  .mapToLong(Long::parseLong)
                  .findFirst()
                  .orElse(0)
              << 10;
      return available >= LOW_MEMORY
          ? Finding.ok("memory", (available >> 20) + " MiB available")
          : Finding.warning(
              "memory",
              (available >> 20) + " MiB available",
              "Hawser with its own servers needs about 1 GiB: stop something else or add memory.");
    } catch (IOException e) {
      return Finding.warning("memory", "cannot be seen here", "Hawser needs about 1 GiB.");
    }
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

  private static Finding folder(String check, Path folder, String setting) {
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
      long free = Files.getFileStore(existing).getUsableSpace();
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

  private void postgres(List<Finding> findings) {
    if (!PostgresTarget.withoutUrl(settings).isEmpty()) {
      findings.add(Finding.ok("PostgreSQL", "embedded, starts with the server"));
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

  private void redis(List<Finding> findings) {
    if (RedisTarget.anyWithoutUrl(settings)) {
      findings.add(Finding.ok("Redis", "embedded, starts with the server"));
    }
    for (RedisTarget target : RedisTarget.external(settings)) {
      String check = "Redis " + String.join(", ", target.stores());
      findings.add(guarded(check, () -> redis(check, target)));
    }
  }

  private Finding redis(String check, RedisTarget target) {
    Instant before = clock.instant();
    RedisProbe.Answer answer = RedisProbe.ask(target, LIMIT);
    String detail = answer.version() + " at " + target.shown();
    return withSkew(check, detail, answer.time(), before, clock.instant());
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
