package dev.hawser.embedded.internal.postgres;

import dev.hawser.embedded.internal.process.Children;
import dev.hawser.embedded.internal.process.Folders;
import dev.hawser.embedded.internal.process.LiveProcesses;
import dev.hawser.embedded.internal.process.PasswordFile;
import dev.hawser.embedded.internal.process.Ports;
import dev.hawser.embedded.internal.process.Privileges;
import dev.hawser.embedded.internal.process.Readiness;
import dev.hawser.embedded.internal.process.Server;
import dev.hawser.embedded.internal.process.ServerLog;
import dev.hawser.embedded.internal.process.Signal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** PostgreSQL on one data folder, password protected and reachable from this host only. */
public final class PostgresServer implements Server {
  private final Path binaries;
  private final PostgresFolder folder;
  private final Privileges privileges;
  private final Map<String, String> settings;
  private final ServerLog log;
  private final String password;
  private volatile int port;

  private PostgresServer(
      Path binaries,
      PostgresFolder folder,
      Privileges privileges,
      Map<String, String> settings,
      String password) {
    this.binaries = binaries;
    this.folder = folder;
    this.privileges = privileges;
    this.settings = settings;
    this.log = new ServerLog(folder.log());
    this.password = password;
  }

  /**
   * Prepares the data folder: creates the database when there is none, checks it otherwise.
   *
   * @param home where data, password and log live; created when missing
   * @param user the superuser of a new database
   */
  public static PostgresServer prepare(
      Path home,
      Path binaries,
      String user,
      Map<String, String> settings,
      Consumer<String> progress)
      throws IOException, InterruptedException {
    Folders.createPrivate(home);
    Folders.requireOwn(home);
    String major = majorOf(binaries, home);
    Privileges privileges = Privileges.choose(List.of(Folders.parentOf(home), binaries));
    PostgresFolder folder = new PostgresFolder(home);
    if (folder.isNew()) {
      progress.accept("Creating the database");
      initialize(folder, binaries, privileges, user);
    }
    folder.requireUsable(major);
    folder.takeOver();
    privileges.ownTree(home);
    return new PostgresServer(binaries, folder, privileges, settings, folder.readPassword());
  }

  public String password() {
    return password;
  }

  @Override
  public String name() {
    return "PostgreSQL";
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public void choosePort() throws IOException {
    port = Ports.free();
  }

  @Override
  public Process launch() throws IOException, InterruptedException {
    folder.takeOver();
    log.beginStart();
    Process process = Children.start(command(), privileges, Signal.INT, folder.home(), log.file());
    try {
      Readiness.await(name(), process, log, () -> folder.isReady(process.pid()));
      return process;
    } catch (IOException | InterruptedException e) {
      abandon(process);
      throw e;
    }
  }

  /** Fast shutdown: open transactions are rolled back, sessions ended, a checkpoint written. */
  @Override
  public void stop(Process process) throws InterruptedException {
    if (!process.isAlive()) {
      return; // its id may be another process' by now
    }
    long pid = process.pid();
    Signal.INT.send(pid);
    if (LiveProcesses.awaitGone(pid, Duration.ofMinutes(1))) {
      return;
    }
    Signal.QUIT.send(pid);
    if (!LiveProcesses.awaitGone(pid, Duration.ofSeconds(10))) {
      process.destroyForcibly().waitFor();
    }
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(binaries.resolve("bin/postgres").toString());
    command.addAll(List.of("-D", folder.data().toString(), "-p", Integer.toString(port)));
    settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    command.addAll(List.of("-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="));
    return command;
  }

  private void abandon(Process process) throws InterruptedException {
    try {
      stop(process);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void initialize(
      PostgresFolder folder, Path binaries, Privileges privileges, String user)
      throws IOException, InterruptedException {
    folder.discardUnfinished();
    PasswordFile.create(folder.password());
    Folders.createPrivate(folder.unfinishedData());
    ServerLog log = new ServerLog(folder.log());
    log.beginStart();
    for (Path file :
        List.of(folder.unfinishedData(), folder.password(), folder.log(), folder.home())) {
      privileges.own(file);
    }
    List<String> command = new ArrayList<>();
    command.add(binaries.resolve("bin/initdb").toString());
    command.addAll(List.of("-D", folder.unfinishedData().toString(), "-U", user));
    command.addAll(List.of("-A", "scram-sha-256", "--pwfile=" + folder.password()));
    // The builtin collation does not change with the host's C library or ICU: no index corrupts.
    command.addAll(List.of("-E", "UTF-8", "--locale-provider=builtin", "--locale=C"));
    command.addAll(List.of("--builtin-locale=C.UTF-8", "--data-checksums"));
    // Every commit waits while a new segment is made: 100 ms for the usual 16 MB.
    command.add("--wal-segsize=1");
    // Slowness protects passwords that can be guessed; this one is random, and each connection
    // pays.
    command.addAll(List.of("-c", "scram_iterations=1"));
    Process process = Children.start(command, privileges, Signal.KILL, folder.home(), log.file());
    int exitCode;
    try {
      exitCode = process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw e;
    }
    if (exitCode != 0) {
      throw new IOException(
          "The database could not be created (initdb ended with %d): %s"
              .formatted(exitCode, log.explain()));
    }
    folder.initialized();
  }

  /** Also shows, with a plain message, when the programs cannot be run here at all. */
  private static String majorOf(Path binaries, Path home) throws IOException, InterruptedException {
    Path program = binaries.resolve("bin/postgres");
    Path answer = Files.createTempFile(home, "version", ".txt");
    try {
      Process process =
          new ProcessBuilder(program.toString(), "--version")
              .redirectErrorStream(true)
              .redirectOutput(answer.toFile())
              .start();
      int exitCode = process.waitFor();
      String text = Files.readString(answer).strip();
      if (exitCode != 0 || !text.startsWith("postgres (PostgreSQL) ")) {
        throw new IOException("%s does not run on this system: %s".formatted(program, text));
      }
      return text.substring(text.lastIndexOf(' ') + 1).split("\\.", 2)[0];
    } catch (IOException e) {
      throw new IOException(
          "Cannot run %s (is its file system mounted noexec?): %s"
              .formatted(program, e.getMessage()),
          e);
    } finally {
      Files.deleteIfExists(answer);
    }
  }
}
