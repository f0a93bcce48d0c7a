package dev.hawser.embedded.internal.postgres;

import dev.hawser.embedded.internal.process.Folders;
import dev.hawser.embedded.internal.process.LiveProcesses;
import dev.hawser.embedded.internal.process.PasswordFile;
import dev.hawser.embedded.internal.process.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of one PostgreSQL server. {@code data} appears by one rename when it is complete: a
 * first start that was killed leaves only {@code data.init}, which is thrown away.
 */
record PostgresFolder(Path home) {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresFolder.class);
  private static final String PROGRAM = "postgres";

  Path data() {
    return home.resolve("data");
  }

  Path unfinishedData() {
    return home.resolve("data.init");
  }

  Path password() {
    return home.resolve("password");
  }

  Path log() {
    return home.resolve("postgres.log");
  }

  boolean isNew() {
    return Files.notExists(data());
  }

  /**
   * @throws IOException when the data was written by another major version than this one, or is no
   *     data of PostgreSQL at all, or its password is lost
   */
  void requireUsable(String major) throws IOException {
    Folders.requireOwn(data());
    String written;
    try {
      written = Files.readString(data().resolve("PG_VERSION")).strip();
    } catch (NoSuchFileException e) {
      throw new IOException(data() + " holds no PostgreSQL database: PG_VERSION is missing", e);
    }
    if (!written.equals(major)) {
      throw new IOException(
          "%s was written by PostgreSQL %s, this Hawser carries PostgreSQL %s, which cannot read it. Start the Hawser version that wrote it, dump the database there (pg_dumpall), and restore it into an empty data folder"
              .formatted(data(), written, major));
    }
    if (Files.notExists(password())) {
      throw new IOException(
          "%s is missing: it holds the password of the database in %s. Restore it from a backup"
              .formatted(password(), data()));
    }
  }

  void discardUnfinished() throws IOException, InterruptedException {
    stopAll(home, "initdb", List.of(Signal.KILL));
    stopAll(unfinishedData(), PROGRAM, List.of(Signal.QUIT, Signal.KILL));
    Folders.deleteTree(unfinishedData());
  }

  void initialized() throws IOException {
    Files.move(unfinishedData(), data(), StandardCopyOption.ATOMIC_MOVE);
    Folders.sync(home);
  }

  String readPassword() throws IOException {
    return PasswordFile.read(password());
  }

  /**
   * Stops whatever still runs on the data. The caller holds the lock of the installation, so these
   * are orphans: of a killed JVM, or of a killed postmaster.
   */
  void takeOver() throws IOException, InterruptedException {
    Path pidFile = data().resolve("postmaster.pid");
    List<Long> orphans = LiveProcesses.workingIn(data(), PROGRAM);
    if (!orphans.isEmpty()) {
      LOG.warn("Stopping a PostgreSQL that was left behind on {}: {}", data(), orphans);
      long postmaster = postmasterIn(pidFile);
      if (orphans.contains(postmaster)) {
        Signal.INT.send(postmaster);
        LiveProcesses.awaitGone(postmaster, Duration.ofSeconds(30));
      }
      stopAll(data(), PROGRAM, List.of(Signal.QUIT, Signal.KILL));
    }
    // Nothing lives here now. A process id in the file is a zombie's or a stranger's by now, and
    // would make the server refuse to start.
    Files.deleteIfExists(pidFile);
  }

  /** Whether postmaster.pid says that this process serves. */
  boolean isReady(long pid) throws IOException {
    try {
      List<String> lines = Files.readAllLines(data().resolve("postmaster.pid"));
      return lines.size() >= 8
          && lines.get(0).strip().equals(Long.toString(pid))
          && lines.get(7).strip().equals("ready");
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static long postmasterIn(Path pidFile) throws IOException {
    try {
      List<String> lines = Files.readAllLines(pidFile);
      return lines.isEmpty() ? -1 : Long.parseLong(lines.getFirst().strip());
    } catch (NoSuchFileException | NumberFormatException e) {
      return -1; // it was killed before it wrote the file
    }
  }

  private static void stopAll(Path folder, String program, List<Signal> signals)
      throws IOException, InterruptedException {
    for (Signal signal : signals) {
      for (long pid : LiveProcesses.workingIn(folder, program)) {
        signal.send(pid);
      }
      for (long pid : LiveProcesses.workingIn(folder, program)) {
        LiveProcesses.awaitGone(pid, Duration.ofSeconds(5));
      }
    }
    List<Long> left = LiveProcesses.workingIn(folder, program);
    if (!left.isEmpty()) {
      throw new IOException(
          "Processes %s still use %s and cannot be stopped".formatted(left, folder));
    }
  }
}
