package dev.hawser.functions.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.core.config.Setting;
import dev.hawser.core.config.SettingValues;
import dev.hawser.functions.FunctionCall;
import dev.hawser.functions.FunctionRunner;
import dev.hawser.functions.FunctionSettings;
import dev.hawser.functions.FunctionSyntax;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FunctionsFactoryTest {
  private static SettingValues settings(String mode) {
    return new SettingValues() {
      @Override
      public <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow();
      }

      @Override
      public <T> Optional<T> find(Setting<T> setting) {
        String text =
            setting.equals(FunctionSettings.MODE)
                ? mode
                : Objects.requireNonNull(setting.defaultText());
        return Optional.of(setting.parser().apply(text));
      }
    };
  }

  @Test
  void each_mode_runs_functions_as_the_settings_want() throws Exception {
    for (String mode : new String[] {"process", "in-process"}) {
      // A runner that was ended a moment ago is not there at once.
      await().atMost(Duration.ofMinutes(1)).until(() -> OpenFunctions.runners().isEmpty());
      try (PooledFunctions functions =
          new FunctionsFactory().functions(settings(mode), new SimpleMeterRegistry())) {
        FunctionRunner runner = functions;
        FunctionSyntax syntax = functions;
        assertThat(syntax.check(OpenFunctions.PROJECT, "export default () => 1")).isEmpty();
        assertThat(
                OpenFunctions.json(
                    runner.run(
                        new FunctionCall(
                            OpenFunctions.PROJECT,
                            "export default (x) => x + 1",
                            "1".getBytes(StandardCharsets.UTF_8)))))
            .isEqualTo("2");
        assertThat(OpenFunctions.runners().isEmpty()).isEqualTo(mode.equals("in-process"));
      }
    }
  }
}
