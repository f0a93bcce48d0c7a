package dev.hawser.embedded.internal.redis;

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
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Redis on one data folder, password protected and reachable from this host only. */
public final class RedisServer implements Server {
  private static final Logger LOG = LoggerFactory.getLogger(RedisServer.class);
  private static final String PROGRAM = "redis-server";

  private final Path program;
  private final Path home;
  private final Path configuration;
  private final Privileges privileges;
  private final ServerLog log;
  private final String password;
  private volatile int port;

  private RedisServer(Path program, Path home, Privileges privileges, String password) {
    this.program = program;
    this.home = home;
    this.configuration = home.resolve("redis.conf");
    this.privileges = privileges;
    this.log = new ServerLog(home.resolve("redis.log"));
    this.password = password;
  }

  /**
   * Prepares the data folder and takes over what still runs there.
   *
   * @param home where data, password and log live; created when missing
   */
  public static RedisServer prepare(Path home, Path program)
      throws IOException, InterruptedException {
    Folders.createPrivate(home);
    Folders.requireOwn(home);
    Path passwordFile = home.resolve("password");
    if (Files.notExists(passwordFile)) {
      PasswordFile.create(passwordFile);
    }
    Privileges privileges =
        Privileges.choose(List.of(Folders.parentOf(home), Folders.parentOf(program)));
    RedisServer server =
        new RedisServer(program, home, privileges, PasswordFile.read(passwordFile));
    server.takeOver();
    privileges.ownTree(home);
    return server;
  }

  public String password() {
    return password;
  }

  @Override
  public String name() {
    return "Redis";
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
    takeOver();
    configure();
    log.beginStart();
    List<String> command = List.of(program.toString(), configuration.toString());
    Process process = Children.start(command, privileges, Signal.TERM, home, log.file());
    try {
      RedisProbe probe = new RedisProbe(port, password);
      Readiness.await(name(), process, log, () -> process.isAlive() && probe.serves());
      return process;
    } catch (IOException | InterruptedException e) {
      abandon(process);
      throw e;
    }
  }

  /** TERM makes Redis write the append-only file to the disk before it goes. */
  @Override
  public void stop(Process process) throws InterruptedException {
    if (process.isAlive()) { // else its id may be another process' by now
      stop(process.pid());
    }
  }

  /** Leaves an equal file alone: a restart must need no space on a full disk. */
  private void configure() throws IOException {
    String settings = settings();
    if (Files.notExists(configuration) || !Files.readString(configuration).equals(settings)) {
      PasswordFile.write(configuration, settings);
      privileges.own(configuration);
    }
  }

  private String settings() {
    return """
        # Written by Hawser at every start: changes are lost.
        bind 127.0.0.1
        port %d
        requirepass %s
        dir ./
        daemonize no
        appendonly yes
        appendfsync everysec
        save ""
        maxmemory-policy noeviction
        """
        .formatted(port, password);
  }

  private void takeOver() throws IOException, InterruptedException {
    for (long orphan : LiveProcesses.workingIn(home, PROGRAM)) {
      LOG.warn("Stopping a Redis that was left behind on {}: {}", home, orphan);
      stop(orphan);
      if (LiveProcesses.isAlive(orphan)) {
        throw new IOException(
            "Process %d still uses %s and cannot be stopped".formatted(orphan, home));
      }
    }
  }

  private void abandon(Process process) throws InterruptedException {
    try {
      stop(process);
    } finally {
      process.destroyForcibly();
    }
  }

  private static void stop(long pid) throws InterruptedException {
    Signal.TERM.send(pid);
    if (!LiveProcesses.awaitGone(pid, Duration.ofSeconds(30))) {
      Signal.KILL.send(pid);
      LiveProcesses.awaitGone(pid, Duration.ofSeconds(5));
    }
  }
}
