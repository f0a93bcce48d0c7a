package dev.hawser.functions.internal.pool;

import dev.hawser.functions.FunctionOutcome.Stopped;
import dev.hawser.functions.StopReason;
import dev.hawser.functions.internal.guest.GuestLimits;
import dev.hawser.functions.internal.guest.Stops;
import dev.hawser.functions.internal.wire.Frame;
import dev.hawser.functions.internal.wire.Reply;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A runner process, seen from the server. What it says is read as a stranger's words. */
final class RunnerProcess implements Sandbox {
  /** Of a JVM that ended itself since its heap was full. */
  private static final int EXIT_OUT_OF_MEMORY = 3;

  private static final int SLACK = 1 << 20;

  private final Process process;
  private final RunnerLimits limits;
  private final Deadlines deadlines;
  private final FunctionMetrics metrics;
  private final DataInputStream in;
  private final OutputStream out;
  private volatile boolean killed;
  private String gone = "idle";

  RunnerProcess(
      Process process, RunnerLimits limits, Deadlines deadlines, FunctionMetrics metrics) {
    this.process = process;
    this.limits = limits;
    this.deadlines = deadlines;
    this.metrics = metrics;
    in = new DataInputStream(new BufferedInputStream(process.getInputStream(), 1 << 16));
    out = new BufferedOutputStream(process.getOutputStream(), 1 << 16);
  }

  /** Waits until it says that it is ready, and gives what it could not take from itself. */
  List<String> awaitReady() throws IOException {
    try {
      if (read() instanceof Reply.Ready(List<String> shortcomings)) {
        return shortcomings;
      }
    } catch (IOException e) {
      gone = "failed";
      throw new IOException("It ended before it was ready, with exit code " + exit(), e);
    }
    throw new IOException("It began with something else than that it is ready");
  }

  @Override
  public Reply answer(Job job) throws SandboxLostException {
    Deadlines.Deadline deadline = deadlines.start(process, limits.guest());
    try {
      job.request.frame().write(out);
      while (true) {
        switch (read()) {
          case Reply.Line(var line) -> job.add(line);
          case Reply.Ready ready -> throw new IOException("It is ready twice");
          case Reply reply -> {
            return reply;
          }
        }
      }
    } catch (IOException e) {
      return afterDeath(deadline, e);
    } finally {
      deadline.cancel();
    }
  }

  private Reply afterDeath(Deadlines.Deadline deadline, IOException cause)
      throws SandboxLostException {
    int exit = exit();
    if (deadline.wasMissed()) {
      gone = StopReason.CPU_TIME.code();
      return stopped(StopReason.CPU_TIME, Stops.cpu(limits.guest().cpu()));
    }
    if (exit == EXIT_OUT_OF_MEMORY && !killed) {
      gone = StopReason.MEMORY.code();
      return stopped(StopReason.MEMORY, Stops.memory(limits.heap()));
    }
    gone = killed ? "abandoned" : "lost";
    throw new SandboxLostException("exit code " + exit + ", " + cause.getMessage());
  }

  private static Reply stopped(StopReason reason, String message) {
    return new Reply.Ended(new Stopped(reason, message, List.of()));
  }

  private int exit() {
    try {
      // It closed its pipe, so it ends; or it breaks the protocol, then we end it.
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
      }
      return process.isAlive() ? -1 : process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  private Reply read() throws IOException {
    return Reply.of(Frame.read(in, limits.guest().maxOutput() + SLACK));
  }

  @Override
  public boolean isAlive() {
    return !killed && process.isAlive();
  }

  @Override
  public void kill() {
    killed = true;
    process.destroyForcibly();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    metrics.gone(gone);
  }

  /**
   * @param guest limits of one call
   * @param heap bytes of heap of the process
   */
  record RunnerLimits(GuestLimits guest, long heap) {}
}
