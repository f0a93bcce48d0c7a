package dev.hawser.functions.internal.pool;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.functions.FunctionCall;
import dev.hawser.functions.FunctionOutcome;
import dev.hawser.functions.FunctionOutcome.Returned;
import dev.hawser.functions.FunctionOutcome.Stopped;
import dev.hawser.functions.FunctionOutcome.Threw;
import dev.hawser.functions.FunctionSettings.Isolation;
import dev.hawser.functions.internal.guest.GuestLimits;
import dev.hawser.functions.internal.pool.RunnerProcess.RunnerLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** A pool for tests, on real runner processes or in this process. */
record OpenFunctions(PooledFunctions functions, MeterRegistry registry) implements AutoCloseable {
  static final ProjectId PROJECT = project();

  static OpenFunctions processes(int runners, Duration cpu) {
    return processes(runners, 1000, cpu);
  }

  static OpenFunctions processes(int runners, int queue, Duration cpu) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    FunctionMetrics metrics = new FunctionMetrics(registry);
    GuestLimits limits = new GuestLimits(cpu, 1_000_000_000, 1 << 20);
    long heap = 96L << 20;
    Sandboxes sandboxes =
        new RunnerProcesses(
            new RunnerCommand(heap, limits, 1 << 20),
            Isolation.BEST_EFFORT,
            new RunnerLimits(limits, heap),
            metrics);
    return new OpenFunctions(
        new PooledFunctions(options(runners, queue), sandboxes, metrics), registry);
  }

  static OpenFunctions inProcess(Duration cpu, int statements) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Sandboxes sandboxes = new LocalSandboxes(new GuestLimits(cpu, statements, 1 << 20));
    return new OpenFunctions(
        new PooledFunctions(options(2, 1000), sandboxes, new FunctionMetrics(registry)), registry);
  }

  private static PoolOptions options(int runners, int queue) {
    return new PoolOptions(runners, queue, Duration.ofMinutes(2), 1 << 20, Duration.ofMinutes(5));
  }

  static ProjectId project() {
    return new ProjectId(UUID.randomUUID());
  }

  FunctionOutcome run(ProjectId project, String code, String input) throws InterruptedException {
    return functions.run(new FunctionCall(project, code, input.getBytes(StandardCharsets.UTF_8)));
  }

  FunctionOutcome run(String code) throws InterruptedException {
    return run(PROJECT, code, "null");
  }

  String returned(String code, String input) throws InterruptedException {
    return json(run(PROJECT, code, input));
  }

  String returned(String code) throws InterruptedException {
    return returned(code, "null");
  }

  Threw threw(String code) throws InterruptedException {
    return run(code) instanceof Threw threw ? threw : unexpected(run(code));
  }

  Stopped stopped(String code) throws InterruptedException {
    FunctionOutcome outcome = run(code);
    if (outcome instanceof Stopped stopped) {
      return stopped;
    }
    throw new AssertionError("Not stopped: " + outcome);
  }

  static String json(FunctionOutcome outcome) {
    if (outcome instanceof Returned(byte[] json, List<?> log)) {
      return new String(json, StandardCharsets.UTF_8);
    }
    throw new AssertionError("Not returned: " + outcome);
  }

  private static Threw unexpected(FunctionOutcome outcome) {
    throw new AssertionError("Not thrown: " + outcome);
  }

  double counted(String meter, String tag, String value) {
    var counter = registry.find(meter).tag(tag, value).counter();
    return counter == null ? 0 : counter.count();
  }

  /** Runners of this process that live. */
  static List<ProcessHandle> runners() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .filter(child -> commandLine(child).contains("RunnerMain"))
        .toList();
  }

  /** The JDK gives none that is longer than a page, as one with a class path is. */
  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(
          Path.of("/proc", Long.toString(process.pid()), "cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // it has ended
    }
  }

  @Override
  public void close() {
    functions.close();
  }
}
