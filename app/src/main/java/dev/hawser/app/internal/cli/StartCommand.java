package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.config.AppSettings;
import dev.hawser.app.internal.config.AppSettings.LogFormat;
import dev.hawser.app.internal.config.AppSettings.LogLevel;
import dev.hawser.app.internal.log.LogConfigurator;
import dev.hawser.app.internal.log.LogPlan;
import dev.hawser.app.internal.start.DataFolder;
import dev.hawser.app.internal.start.LogProgress;
import dev.hawser.app.internal.start.Progress;
import dev.hawser.app.internal.start.RunningServer;
import dev.hawser.app.internal.start.StartUp;
import dev.hawser.core.config.LoadedSettings;
import dev.hawser.identity.Setup;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs the server until it is told to stop. */
@Command(
    name = "start",
    sortOptions = false,
    description = {
      "Start the server and run until Ctrl-C or SIGTERM.",
      "Without any setting it starts its own PostgreSQL and Redis and keeps everything in ./data.",
      ""
    },
    footer = {
      "",
      "Each flag can also be written as an environment variable (--server.port is"
          + " HAWSER_SERVER_PORT) or in hawser.yml (hawser.server.port)."
    })
final class StartCommand implements Runnable {
  private final Terminal terminal;
  @Mixin private SettingsFlags flags = new SettingsFlags();

  StartCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public void run() {
    long began = System.nanoTime();
    LoadedSettings settings = flags.load();
    Path data = AppSettings.data(settings);
    DataFolder.check(data, AppSettings.DATA.key());
    Progress progress = logging(settings, data);
    progress.say(Version.line());
    RunningServer server = StartUp.start(settings, progress);
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("stop")
                .unstarted(
                    () -> {
                      stop(server, progress);
                      stopped.countDown();
                    }));
    ready(server, progress, began);
    // Starting leaves much that is never needed again; a quarter of the idle memory.
    Thread.ofPlatform().daemon().name("start-garbage").start(System::gc);
    awaitForever(stopped);
  }

  /** Sets the log up, and says how progress is shown. */
  private Progress logging(LoadedSettings settings, Path data) {
    LogFormat format = settings.get(AppSettings.LOG_FORMAT);
    boolean json =
        format == LogFormat.JSON || (format == LogFormat.AUTO && !terminal.interactive());
    LogLevel level = settings.get(AppSettings.LOG_LEVEL);
    if (flags.verbose() && level.compareTo(LogLevel.DEBUG) < 0) {
      level = LogLevel.DEBUG;
    }
    Path file = json ? null : data.resolve("logs/hawser.log");
    LogConfigurator.apply(new LogPlan(json, level, flags.verbose(), file));
    return json ? new LogProgress() : new TerminalProgress(terminal);
  }

  private static void ready(RunningServer server, Progress progress, long began) {
    String address = server.publicAddress();
    progress.say("");
    progress.say("  API               " + address);
    progress.say("  API reference     " + address + "/api/docs");
    progress.say("  Data folder       " + AppSettings.data(server.settings()));
    server
        .context()
        .getBean(Setup.class)
        .open()
        .ifPresent(
            token -> {
              progress.say("");
              progress.say("  Create the first administrator (this link works once):");
              progress.say("  " + address + token.path());
            });
    progress.say("");
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    progress.say(
        "Ready after %d.%d s. Ctrl-C stops it.".formatted(millis / 1_000, millis % 1_000 / 100));
  }

  private static void stop(RunningServer server, Progress progress) {
    progress.step(
        "Stopping",
        () -> {
          server.close();
          return "";
        },
        nothing -> "Stopped");
  }

  private static void awaitForever(CountDownLatch stopped) {
    try {
      stopped.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
