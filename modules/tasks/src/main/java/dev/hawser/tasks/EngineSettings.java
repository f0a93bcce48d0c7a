package dev.hawser.tasks;

import dev.hawser.core.config.Setting;
import java.time.Duration;
import java.util.List;

/** How executions are accepted and run. */
public final class EngineSettings {
  public static final Setting<Integer> MAX_RUNNING =
      Setting.integer(
          "hawser.engine.max-running",
          1,
          100_000,
          512,
          "Executions that this replica runs at once; more are queued");

  public static final Setting<Duration> COMMIT_LINGER =
      Setting.duration(
          "hawser.engine.commit-linger",
          "0ms",
          "1s",
          "2ms",
          "How long a write may wait under load so that others join its commit");

  public static final Setting<Long> MAX_PAYLOAD =
      Setting.bytes("hawser.engine.max-payload", "10MiB", "Largest body that a trigger takes");

  public static final Setting<Long> MAX_RESPONSE =
      Setting.bytes(
          "hawser.engine.max-response", "10MiB", "Largest answer that a request step reads");

  public static final Setting<Long> INLINE_LIMIT =
      Setting.bytes(
          "hawser.engine.inline-limit",
          "1KiB",
          "256KiB",
          "32KiB",
          "Inputs, outputs and errors with more JSON than this are kept in the blob store");

  public static final Setting<Long> MAX_VALUE =
      Setting.bytes(
          "hawser.engine.max-value",
          "64KiB",
          "1GiB",
          "32MiB",
          "Largest JSON of an input, output or error of a step");

  public static final Setting<Duration> REQUEST_TIMEOUT =
      Setting.duration(
          "hawser.engine.request-timeout",
          "1ms",
          "1h",
          "60s",
          "Time limit of a request step that names none");

  public static final Setting<Duration> PARK_AFTER =
      Setting.duration(
          "hawser.engine.park-after",
          "0s",
          "1h",
          "5s",
          "Pauses up to this long are waited in memory, longer ones in Postgres");

  public static final Setting<Duration> RESPOND_TIMEOUT =
      Setting.duration(
          "hawser.engine.respond-timeout",
          "0s",
          "1h",
          "55s",
          "How long the caller of a webhook waits for the workflow's respond step");

  public static final Setting<Integer> RESPOND_TIMEOUT_STATUS =
      Setting.integer(
          "hawser.engine.respond-timeout-status",
          200,
          599,
          542,
          "Status of the answer to a caller that waited so long; the execution goes on");

  public static final Setting<Integer> MAX_WAITING_CALLERS =
      Setting.integer(
          "hawser.engine.max-waiting-callers",
          1,
          100_000,
          1_000,
          "Callers that wait on this replica for a respond step; more are refused with 429");

  public static final Setting<Duration> DRAIN =
      Setting.duration(
          "hawser.engine.drain",
          "0s",
          "1h",
          "25s",
          "How long running executions may go on when the process is asked to stop");

  public static final Setting<Duration> REPLICA_SILENCE =
      Setting.duration(
          "hawser.engine.replica-silence",
          "1s",
          "1h",
          "10s",
          "A replica that is silent this long is dead: others take its work");

  public static final Setting<String> NODE =
      Setting.text(
          "hawser.node",
          null,
          "Name of this process among its replicas; unique and kept over restarts, if you set it");

  public static final List<Setting<?>> ALL =
      List.of(
          MAX_RUNNING,
          COMMIT_LINGER,
          MAX_PAYLOAD,
          MAX_RESPONSE,
          INLINE_LIMIT,
          MAX_VALUE,
          REQUEST_TIMEOUT,
          PARK_AFTER,
          RESPOND_TIMEOUT,
          RESPOND_TIMEOUT_STATUS,
          MAX_WAITING_CALLERS,
          DRAIN,
          REPLICA_SILENCE,
          NODE);

  private EngineSettings() {}
}
