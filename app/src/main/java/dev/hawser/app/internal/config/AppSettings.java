package dev.hawser.app.internal.config;

import dev.hawser.core.config.Setting;
import dev.hawser.core.config.SettingValues;
import dev.hawser.identity.PublicUrl;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Settings of the process as a whole. */
public final class AppSettings {
  /** How log lines look. */
  public enum LogFormat {
    /** Text on a terminal, JSON elsewhere. */
    AUTO,
    JSON,
    TEXT
  }

  /** What is worth a log line. */
  public enum LogLevel {
    ERROR,
    WARN,
    INFO,
    DEBUG,
    TRACE
  }

  public static final Setting<Path> DATA =
      path("hawser.data", "data", "Folder of everything that this installation keeps locally.");
  public static final Setting<String> HOST =
      Setting.text("hawser.server.host", "0.0.0.0", "Address to listen on.");
  public static final Setting<Integer> PORT =
      Setting.integer(
          "hawser.server.port", 0, 65_535, 8080, "Port of API and console; 0 takes a free one.");
  public static final Setting<URI> PUBLIC_URL = PublicUrl.SETTING;
  public static final Setting<LogFormat> LOG_FORMAT =
      Setting.choice(
          "hawser.log.format", LogFormat.AUTO, "Log lines; auto: text on a terminal, else JSON.");
  public static final Setting<LogLevel> LOG_LEVEL =
      Setting.choice("hawser.log.level", LogLevel.INFO, "What is worth a log line.");

  public static final List<Setting<?>> ALL =
      List.of(DATA, HOST, PORT, PUBLIC_URL, LOG_FORMAT, LOG_LEVEL);

  private AppSettings() {}

  /** The data folder as an absolute path. */
  public static Path data(SettingValues settings) {
    return settings.get(DATA).toAbsolutePath().normalize();
  }

  /** The folder of the blobs as an absolute path. */
  public static Path storageFolder(SettingValues settings) {
    return settings
        .find(StorageSettings.FOLDER)
        .map(folder -> folder.toAbsolutePath().normalize())
        .orElseGet(() -> data(settings).resolve("blobs"));
  }

  static Setting<Path> path(String key, @Nullable String defaultText, String help) {
    return new Setting<>(key, "a path", defaultText, help, false, AppSettings::path);
  }

  private static Path path(String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException();
    }
    return Path.of(text);
  }
}
