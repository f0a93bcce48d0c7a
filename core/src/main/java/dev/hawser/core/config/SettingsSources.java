package dev.hawser.core.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where settings come from, strongest first.
 *
 * @param flags by the setting's key: {@code hawser.server.port} for {@code --server.port}
 * @param environment all environment variables; those that do not begin with {@code HAWSER_} are
 *     ignored, an empty value counts as not set
 * @param file a YAML file to read; null for none
 * @param otherVariables environment variables that begin with {@code HAWSER_} and are no settings
 */
public record SettingsSources(
    Map<String, String> flags,
    Map<String, String> environment,
    @Nullable Path file,
    Set<String> otherVariables) {

  public SettingsSources {
    flags = Map.copyOf(flags);
    environment = Map.copyOf(environment);
    otherVariables = Set.copyOf(otherVariables);
  }
}
