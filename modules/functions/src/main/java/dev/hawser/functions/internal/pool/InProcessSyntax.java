package dev.hawser.functions.internal.pool;

import dev.hawser.core.config.Setting;
import dev.hawser.core.config.SettingValues;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.functions.FunctionSettings;
import dev.hawser.functions.FunctionSettings.Mode;
import dev.hawser.functions.LocalSyntax;
import dev.hawser.functions.SyntaxProblem;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What a server in the mode without processes would say of code. Found as a service. */
public final class InProcessSyntax implements LocalSyntax {
  private static final ProjectId ANYBODY = new ProjectId(new UUID(0, 0));

  private final PooledFunctions functions =
      new FunctionsFactory().functions(new LocalSettings(), new SimpleMeterRegistry());

  @Override
  public List<SyntaxProblem> check(String code) throws InterruptedException {
    return functions.check(ANYBODY, code);
  }

  @Override
  public void close() {
    functions.close();
  }

  /** One function at a time, inside this process; else what a server has by default. */
  private static final class LocalSettings implements SettingValues {
    private static final Map<String, String> VALUES =
        Map.of(
            FunctionSettings.MODE.key(),
            Mode.IN_PROCESS.name().replace('_', '-').toLowerCase(Locale.ROOT),
            FunctionSettings.RUNNERS.key(),
            "1");

    @Override
    public <T> T get(Setting<T> setting) {
      return find(setting).orElseThrow();
    }

    @Override
    public <T> Optional<T> find(Setting<T> setting) {
      String text = VALUES.getOrDefault(setting.key(), setting.defaultText());
      return Optional.ofNullable(text).map(setting.parser());
    }
  }
}
