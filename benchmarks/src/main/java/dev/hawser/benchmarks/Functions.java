package dev.hawser.benchmarks;

import dev.hawser.core.config.Setting;
import dev.hawser.core.config.SettingValues;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.functions.FunctionCall;
import dev.hawser.functions.FunctionOutcome;
import dev.hawser.functions.FunctionRunner;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A small function over 100 items, in runner processes and inside this process. */
public final class Functions {
  private static final String CODE =
      """
      export default (items) => items
        .filter((item) => item.price > 10)
        .map((item) => ({ id: item.id, label: item.name.toUpperCase() + '!' }));
      """;
  private static final ProjectId PROJECT = new ProjectId(UUID.randomUUID());
  private static final int ROUNDS = 5;
  private static final byte[] INPUT = input();

  private final PrintStream out = W1.console();
  private final int calls;

  private Functions(int calls) {
    this.calls = calls;
  }

  /**
   * @param args calls of each round
   */
  public static void main(String[] args) throws Exception {
    Functions benchmark = new Functions(Integer.parseInt(args[0]));
    benchmark.measure("process");
    benchmark.measure("in-process");
  }

  private void measure(String mode) throws Exception {
    try (ApplicationContext context = ApplicationContext.builder().build()) {
      context.registerSingleton(MeterRegistry.class, new SimpleMeterRegistry());
      context.registerSingleton(
          SettingValues.class, new Chosen(Map.of("hawser.functions.mode", mode)));
      context.start();
      FunctionRunner runner = context.getBean(FunctionRunner.class);
      long started = System.nanoTime();
      call(runner);
      out.printf(
          Locale.ROOT,
          "%s: first call %d ms%n",
          mode,
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started));
      for (int callers : new int[] {1, 2}) {
        round(runner, callers);
        List<double[]> rounds = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
          rounds.add(round(runner, callers));
        }
        out.printf(
            Locale.ROOT,
            "%s: %d callers: p50 %.2f ms, p99 %.2f ms, %.0f calls/s, %.2f ms CPU a call (medians of %d rounds)%n",
            mode,
            callers,
            median(rounds, 0),
            median(rounds, 1),
            median(rounds, 2),
            median(rounds, 3),
            ROUNDS);
      }
      ProcessHandle.current()
          .children()
          .forEach(
              child ->
                  out.printf(
                      Locale.ROOT,
                      "%s: runner %d: resident %d MiB%n",
                      mode,
                      child.pid(),
                      residentMib(child.pid())));
    }
  }

  /** p50 and p99 in milliseconds, calls a second, CPU milliseconds a call. */
  private double[] round(FunctionRunner runner, int callers)
      throws InterruptedException, ExecutionException {
    long pid = ProcessHandle.current().pid();
    double cpu = ProcessStats.cpuSeconds(pid);
    long started = System.nanoTime();
    List<Future<long[]>> all = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < callers; i++) {
        all.add(
            threads.submit(
                () -> {
                  long[] nanos = new long[calls / callers];
                  for (int n = 0; n < nanos.length; n++) {
                    long before = System.nanoTime();
                    call(runner);
                    nanos[n] = System.nanoTime() - before;
                  }
                  return nanos;
                }));
      }
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    List<long[]> parts = new ArrayList<>();
    for (Future<long[]> part : all) {
      parts.add(part.get());
    }
    long[] nanos = parts.stream().flatMapToLong(Arrays::stream).sorted().toArray();
    return new double[] {
      nanos[nanos.length / 2] / 1e6,
      nanos[nanos.length * 99 / 100] / 1e6,
      nanos.length / seconds,
      1000 * (ProcessStats.cpuSeconds(pid) - cpu) / nanos.length
    };
  }

  private static void call(FunctionRunner runner) throws InterruptedException {
    FunctionOutcome outcome = runner.run(new FunctionCall(PROJECT, CODE, INPUT));
    if (!(outcome instanceof FunctionOutcome.Returned)) {
      throw new IllegalStateException("The function did not return: " + outcome);
    }
  }

  private static byte[] input() {
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < 100; i++) {
      json.append(i == 0 ? "" : ",")
          .append("{\"id\":" + i + ",\"name\":\"item " + i + "\",\"price\":" + i * 1.5)
          .append(",\"tags\":[\"a\",\"b\"]}");
    }
    return json.append(']').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static long residentMib(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      String resident = lines.filter(line -> line.startsWith("VmRSS:")).findFirst().orElse("0");
      return Long.parseLong(resident.replaceAll("\\D", "")) >> 10;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double median(List<double[]> rounds, int column) {
    double[] values = rounds.stream().mapToDouble(round -> round[column]).sorted().toArray();
    return values[values.length / 2];
  }

  /** Settings by their key, else their defaults. */
  private record Chosen(Map<String, String> texts) implements SettingValues {
    @Override
    public <T> T get(Setting<T> setting) {
      return find(setting).orElseThrow(() -> new NoSuchElementException(setting.key()));
    }

    @Override
    public <T> Optional<T> find(Setting<T> setting) {
      String text = texts.getOrDefault(setting.key(), setting.defaultText());
      return Optional.ofNullable(text).map(setting.parser());
    }
  }
}
