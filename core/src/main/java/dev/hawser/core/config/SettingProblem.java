package dev.hawser.core.config;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with the settings.
 *
 * @param key the setting's key as far as known, or the variable, flag or file that is wrong
 * @param value what was written; null when it is a secret or when there is no value to show
 * @param source where it was written: {@code hawser.yml:3}, {@code environment variable X}, {@code
 *     flag --x}
 * @param remedy what is wrong with it and what to write instead, in one or two sentences
 */
public record SettingProblem(String key, @Nullable String value, String source, String remedy) {

  /** One line for people. */
  @Override
  public String toString() {
    return key + (value == null ? "" : " = \"" + value + "\"") + " (" + source + "): " + remedy;
  }
}
