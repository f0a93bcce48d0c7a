package dev.hawser.core.config;

import java.util.Optional;

/**
 * The settings of this process, already checked: reading one cannot fail. Injectable everywhere.
 */
public interface SettingValues {
  /**
   * The value or its default. A setting without a default that is not set is a bug of the caller.
   */
  <T> T get(Setting<T> setting);

  /** The value if it was set or has a default. */
  <T> Optional<T> find(Setting<T> setting);
}
