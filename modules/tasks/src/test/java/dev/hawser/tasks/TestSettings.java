package dev.hawser.tasks;

import dev.hawser.core.config.Setting;
import dev.hawser.core.config.SettingValues;
import java.util.Map;
import java.util.Optional;

/**
 * Settings of a test; what is not given has its default.
 *
 * @param texts by key
 */
public record TestSettings(Map<String, String> texts) implements SettingValues {
  @Override
  public <T> T get(Setting<T> setting) {
    return find(setting).orElseThrow();
  }

  @Override
  public <T> Optional<T> find(Setting<T> setting) {
    String text = texts.getOrDefault(setting.key(), setting.defaultText());
    return Optional.ofNullable(text).map(setting.parser());
  }
}
