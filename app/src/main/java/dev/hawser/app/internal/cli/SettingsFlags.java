package dev.hawser.app.internal.cli;

import dev.hawser.app.internal.config.AllSettings;
import dev.hawser.core.config.LoadedSettings;
import dev.hawser.core.config.Setting;
import dev.hawser.core.config.SettingsLoader;
import dev.hawser.core.config.SettingsSources;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * One flag per setting: {@code --server.port} sets {@code hawser.server.port}. For commands that
 * work with an installation's settings, as a mixin.
 */
final class SettingsFlags {
  private static final String FILE = "hawser.yml";
  private static final String FILE_VARIABLE = "HAWSER_CONFIG";

  /** What the launcher and the commands that call a server read, and what tests are told. */
  private static final Set<String> OTHER_VARIABLES =
      Set.of(
          FILE_VARIABLE,
          "HAWSER_URL",
          "HAWSER_API_KEY",
          "HAWSER_PROJECT",
          "HAWSER_JAVA_HOME",
          "HAWSER_JAVA_OPTS",
          "HAWSER_NO_BUILD",
          "HAWSER_TEST_CONTAINERS");

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings file (default: hawser.yml in this folder, if it exists).")
  private @Nullable Path config;

  @Option(
      names = {"-v", "--verbose"},
      description = "Log more, with stack traces.")
  private boolean verbose;

  private @Nullable CommandSpec command;

  @Spec(Spec.Target.MIXEE)
  void command(CommandSpec spec) {
    command = spec;
    for (Setting<?> setting : AllSettings.ALL) {
      String fallback = setting.defaultText();
      boolean tellsDefault = fallback != null && !fallback.isEmpty();
      spec.addOption(
          OptionSpec.builder(flag(setting))
              .paramLabel("VALUE")
              .type(String.class)
              .description(escaped(setting.help() + (tellsDefault ? " Default: " + fallback : "")))
              .build());
    }
  }

  boolean verbose() {
    return verbose;
  }

  /**
   * All settings, from flags, environment and file.
   *
   * @throws dev.hawser.core.config.SettingsInvalid with everything that is wrong
   */
  LoadedSettings load() {
    Map<String, String> flags = new HashMap<>();
    if (command != null) {
      var parsed = command.commandLine().getParseResult();
      for (Setting<?> setting : AllSettings.ALL) {
        if (parsed.hasMatchedOption(flag(setting))) {
          flags.put(setting.key(), parsed.matchedOptionValue(flag(setting), ""));
        }
      }
    }
    Map<String, String> environment = System.getenv();
    Path file = config;
    String named = environment.get(FILE_VARIABLE);
    if (file == null && named != null && !named.isEmpty()) {
      file = Path.of(named);
    }
    if (file == null && Files.exists(Path.of(FILE))) {
      file = Path.of(FILE);
    }
    return SettingsLoader.load(
        AllSettings.ALL, new SettingsSources(flags, environment, file, OTHER_VARIABLES));
  }

  private static String flag(Setting<?> setting) {
    return "--" + setting.key().substring("hawser.".length());
  }

  private static String escaped(String text) {
    return text.replace("%", "%%");
  }
}
