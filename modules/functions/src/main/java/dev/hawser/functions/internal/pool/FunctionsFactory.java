package dev.hawser.functions.internal.pool;

import dev.hawser.core.config.SettingValues;
import dev.hawser.functions.FunctionSettings;
import dev.hawser.functions.FunctionSettings.Mode;
import dev.hawser.functions.internal.guest.GuestLimits;
import dev.hawser.functions.internal.pool.RunnerProcess.RunnerLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** The one pool of this process, as the settings want it. Starts nothing before the first call. */
@Factory
final class FunctionsFactory {
  @Singleton
  @Bean(preDestroy = "close")
  PooledFunctions functions(SettingValues settings, MeterRegistry registry) {
    GuestLimits limits =
        new GuestLimits(
            settings.get(FunctionSettings.CPU_LIMIT),
            settings.get(FunctionSettings.STATEMENT_LIMIT),
            Math.toIntExact(settings.get(FunctionSettings.MAX_OUTPUT)));
    PoolOptions options = PoolOptions.of(settings);
    FunctionMetrics metrics = new FunctionMetrics(registry);
    Sandboxes sandboxes =
        settings.get(FunctionSettings.MODE) == Mode.IN_PROCESS
            ? new LocalSandboxes(limits)
            : processes(settings, limits, options, metrics);
    return new PooledFunctions(options, sandboxes, metrics);
  }

  private static Sandboxes processes(
      SettingValues settings, GuestLimits limits, PoolOptions options, FunctionMetrics metrics) {
    long heap = settings.get(FunctionSettings.MEMORY);
    return new RunnerProcesses(
        new RunnerCommand(heap, limits, options.maxInput()),
        settings.get(FunctionSettings.ISOLATION),
        new RunnerLimits(limits, heap),
        metrics);
  }
}
