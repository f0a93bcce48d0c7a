package dev.hawser.tasks.internal;

import dev.hawser.core.config.Setting;
import dev.hawser.core.config.SettingValues;
import java.util.Map;
import java.util.Optional;

/** Settings of tests: those given, and defaults. */
public final class TestSettings {
  private TestSettings() {}

  public static SettingValues of(Map<String, String> settings) {
    return new SettingValues() {
      @Override
      public <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow();
      }

      @Override
      public <T> Optional<T> find(Setting<T> setting) {
        String text = settings.getOrDefault(setting.key(), setting.defaultText());
        return Optional.ofNullable(text).map(setting.parser());
      }
    };
  }
}
