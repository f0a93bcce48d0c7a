package dev.hawser.core.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Merges flags, environment, file and defaults, in this order of strength, and checks everything at
 * once: also a value that a stronger source hides must have its form, so that it does not surprise
 * later.
 */
public final class SettingsLoader {
  private static final String PREFIX = "hawser.";
  private static final String VARIABLE_PREFIX = "HAWSER_";

  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "HAWSER_(\\w+_)?(SERVICE_(HOST|PORT)(_\\w+)?|PORT_\\d+_(TCP|UDP|SCTP)(_\\w+)?)");

  private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  private final Map<String, Setting<?>> byKey = new LinkedHashMap<>();
  private final Map<String, Setting<?>> byVariable = new LinkedHashMap<>();
  private final List<SettingProblem> problems = new ArrayList<>();

  private SettingsLoader(Collection<Setting<?>> known) {
    for (Setting<?> setting : known) {
      Setting<?> other = byKey.put(setting.key(), setting);
      Setting<?> sameVariable = byVariable.put(setting.environmentVariable(), setting);
      if (other != null || sameVariable != null) {
        throw new IllegalArgumentException("Declared twice: " + setting.key());
      }
      if (!setting.key().startsWith(PREFIX)) {
        throw new IllegalArgumentException("Must begin with hawser.: " + setting.key());
      }
    }
  }

  /**
   * @param known all settings there are; keys must be distinct
   * @throws SettingsInvalid with everything that is wrong
   */
  public static LoadedSettings load(Collection<Setting<?>> known, SettingsSources sources) {
    SettingsLoader loader = new SettingsLoader(known);
    Map<String, LoadedSettings.Entry> merged = new HashMap<>();
    if (sources.file() != null) {
      merged.putAll(loader.fromFile(SettingsFile.read(sources.file(), loader.problems)));
    }
    merged.putAll(loader.fromEnvironment(sources));
    merged.putAll(loader.fromFlags(sources.flags()));
    if (!loader.problems.isEmpty()) {
      throw new SettingsInvalid(loader.problems);
    }
    return new LoadedSettings(merged);
  }

  private Map<String, LoadedSettings.Entry> fromFile(Map<String, LoadedSettings.Entry> read) {
    Map<String, LoadedSettings.Entry> accepted = new LinkedHashMap<>();
    read.forEach((key, entry) -> accept(byKey, key, entry, accepted));
    return accepted;
  }

  private Map<String, LoadedSettings.Entry> fromEnvironment(SettingsSources sources) {
    Map<String, LoadedSettings.Entry> accepted = new LinkedHashMap<>();
    new TreeMap<>(sources.environment())
        .forEach(
            (name, text) -> {
              if (name.startsWith(VARIABLE_PREFIX)
                  && !text.isEmpty()
                  && !sources.otherVariables().contains(name)
                  && !isServiceLink(name, text)) {
                String source = "environment variable " + name;
                accept(byVariable, name, new LoadedSettings.Entry(text, source), accepted);
              }
            });
    return accepted;
  }

  /**
   * Kubernetes tells each pod of the services around it, in variables that begin with their names:
   * {@code HAWSER_PORT=tcp://…} for a service {@code hawser}.
   */
  private static boolean isServiceLink(String name, String text) {
    return SERVICE_LINK.matcher(name).matches()
        || (name.endsWith("_PORT") && SERVICE_ADDRESS.matcher(text).matches());
  }

  private Map<String, LoadedSettings.Entry> fromFlags(Map<String, String> flags) {
    Map<String, LoadedSettings.Entry> accepted = new LinkedHashMap<>();
    new TreeMap<>(flags)
        .forEach(
            (key, text) -> {
              String flag = key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : key;
              accept(byKey, key, new LoadedSettings.Entry(text, "flag --" + flag), accepted);
            });
    return accepted;
  }

  private void accept(
      Map<String, Setting<?>> names,
      String name,
      LoadedSettings.Entry entry,
      Map<String, LoadedSettings.Entry> accepted) {
    Setting<?> setting = names.get(name);
    if (setting == null) {
      problems.add(unknown(name, entry, names.keySet()));
    } else if (hasForm(setting, entry.text())) {
      accepted.put(setting.key(), entry);
    } else {
      problems.add(wrongForm(setting, entry));
    }
  }

  private static SettingProblem unknown(
      String name, LoadedSettings.Entry entry, Collection<String> names) {
    // The value is not shown: a misspelt password is still a password.
    String hint =
        NearestName.of(name, names)
            .map(nearest -> "Did you mean " + nearest + "?")
            .orElse("\"hawser start --help\" lists all settings.");
    return new SettingProblem(name, null, entry.source(), "There is no such setting. " + hint);
  }

  private static SettingProblem wrongForm(Setting<?> setting, LoadedSettings.Entry entry) {
    String example = setting.defaultText() == null ? "" : ", for example " + setting.defaultText();
    return new SettingProblem(
        setting.key(),
        setting.secret() ? null : entry.text(),
        entry.source(),
        "Must be " + setting.form() + example + ".");
  }

  // Parsers say "no" by IllegalArgumentException; ArithmeticException is a number that overflows.
  private static boolean hasForm(Setting<?> setting, String text) {
    try {
      var _ = setting.parser().apply(text);
      return true;
    } catch (IllegalArgumentException | ArithmeticException e) {
      return false;
    }
  }
}
