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
import java.nio.charset.StandardCharsets;
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
    return processes(
        runners, queue, cpu, Isolation.BEST_EFFORT, System.getProperty("java.class.path"));
  }

  static OpenFunctions processes(
      int runners, int queue, Duration cpu, Isolation isolation, String classPath) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    FunctionMetrics metrics = new FunctionMetrics(registry);
    GuestLimits limits = new GuestLimits(cpu, 1_000_000_000, 1 << 20);
    long heap = 96L << 20;
    Sandboxes sandboxes =
        new RunnerProcesses(
            new RunnerCommand(heap, limits, 1 << 20, classPath),
            isolation,
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

  static PoolOptions options(int runners, int queue) {
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

  /** Runners that live: children that are Java, since the system cuts long command lines. */
  static List<ProcessHandle> runners() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .filter(child -> child.info().command().orElse("").endsWith("java"))
        .toList();
  }

  @Override
  public void close() {
    functions.close();
  }
}
