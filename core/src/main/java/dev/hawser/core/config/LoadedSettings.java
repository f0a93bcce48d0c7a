package dev.hawser.core.config;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Checked settings, with the place each value comes from. Immutable and thread-safe. */
public final class LoadedSettings implements SettingValues {
  private final Map<String, Entry> entries;
  private final Map<String, Optional<Object>> parsed = new ConcurrentHashMap<>();

  /** The text of one setting and where it was written. */
  record Entry(String text, String source) {}

  LoadedSettings(Map<String, Entry> entries) {
    this.entries = Map.copyOf(entries);
  }

  @Override
  public <T> T get(Setting<T> setting) {
    return find(setting)
        .orElseThrow(
            () -> new IllegalStateException(setting.key() + " has no value and no default"));
  }

  @Override
  @SuppressWarnings("unchecked") // the value under a key always comes from that setting's parser
  public <T> Optional<T> find(Setting<T> setting) {
    return (Optional<T>) parsed.computeIfAbsent(setting.key(), key -> parse(setting));
  }

  private Optional<Object> parse(Setting<?> setting) {
    Entry entry = entries.get(setting.key());
    String text = entry == null ? setting.defaultText() : entry.text();
    return text == null ? Optional.empty() : Optional.of(setting.parser().apply(text));
  }

  /** Where the value was written, for example {@code hawser.yml:3}; empty when it is a default. */
  public Optional<String> source(Setting<?> setting) {
    return Optional.ofNullable(entries.get(setting.key())).map(Entry::source);
  }

  /**
   * The same settings with values that the process worked out itself, for example the address of a
   * server it started. They replace what was there.
   *
   * @param values by key; must have their settings' form
   * @param source where they come from, for people
   */
  public LoadedSettings with(Map<String, String> values, String source) {
    Map<String, Entry> all = new HashMap<>(entries);
    values.forEach((key, text) -> all.put(key, new Entry(text, source)));
    return new LoadedSettings(all);
  }
}
