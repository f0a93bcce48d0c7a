package dev.hawser.functions;

import dev.hawser.core.config.Setting;
import java.time.Duration;
import java.util.List;

/** How customers' JavaScript is run. */
public final class FunctionSettings {
  /** Where functions run. */
  public enum Mode {
    PROCESS,
    IN_PROCESS
  }

  /** What happens where the platform does not let a runner lock itself down. */
  public enum Isolation {
    BEST_EFFORT,
    STRICT
  }

  public static final Setting<Mode> MODE =
      Setting.choice(
          "hawser.functions.mode",
          Mode.PROCESS,
          "Functions run in processes of their own, or inside this one (only for code you trust)");

  public static final Setting<Isolation> ISOLATION =
      Setting.choice(
          "hawser.functions.isolation",
          Isolation.BEST_EFFORT,
          "Whether a runner that cannot take every system right from itself runs nevertheless");

  public static final Setting<Integer> RUNNERS =
      Setting.integer(
          "hawser.functions.runners",
          0,
          64,
          0,
          "Functions that run at once on this replica, each in a process; 0 is one per core, 8 at most");

  public static final Setting<Integer> QUEUE =
      Setting.integer(
          "hawser.functions.queue",
          1,
          100_000,
          1_000,
          "Functions that may wait for a runner; more are tried again later");

  public static final Setting<Duration> QUEUE_TIMEOUT =
      Setting.duration(
          "hawser.functions.queue-timeout",
          "0s",
          "1h",
          "30s",
          "How long a function may wait for a runner");

  public static final Setting<Duration> CPU_LIMIT =
      Setting.duration(
          "hawser.functions.cpu-limit", "10ms", "1h", "10s", "Time that a function may compute");

  public static final Setting<Integer> STATEMENT_LIMIT =
      Setting.integer(
          "hawser.functions.statement-limit",
          10_000,
          Integer.MAX_VALUE,
          1_000_000_000,
          "Statements that a function may execute");

  public static final Setting<Long> MEMORY =
      Setting.bytes(
          "hawser.functions.memory",
          "64MiB",
          "2GiB",
          "128MiB",
          "Heap of a runner, of which the engine needs about 30 MiB");

  public static final Setting<Long> MAX_INPUT =
      Setting.bytes(
          "hawser.functions.max-input",
          "1KiB",
          "256MiB",
          "10MiB",
          "Largest JSON input of a function");

  public static final Setting<Long> MAX_OUTPUT =
      Setting.bytes(
          "hawser.functions.max-output",
          "1KiB",
          "256MiB",
          "10MiB",
          "Largest JSON that a function may return");

  public static final Setting<Duration> IDLE =
      Setting.duration(
          "hawser.functions.idle",
          "1s",
          "7d",
          "5m",
          "A runner that had nothing to do for this long is ended");

  public static final List<Setting<?>> ALL =
      List.of(
          MODE,
          ISOLATION,
          RUNNERS,
          QUEUE,
          QUEUE_TIMEOUT,
          CPU_LIMIT,
          STATEMENT_LIMIT,
          MEMORY,
          MAX_INPUT,
          MAX_OUTPUT,
          IDLE);

  private FunctionSettings() {}
}
