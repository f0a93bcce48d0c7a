package dev.hawser.app.internal.probe;

import dev.hawser.app.internal.config.PostgresSettings;
import dev.hawser.app.internal.config.PostgresSettings.Group;
import dev.hawser.app.internal.config.PostgresSettings.Module;
import dev.hawser.app.internal.config.PostgresUrl;
import dev.hawser.core.config.Secret;
import dev.hawser.core.config.Setting;
import dev.hawser.core.config.SettingValues;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where one module's data is.
 *
 * @param setting the setting that says so, for messages
 * @param connections the most connections that this process opens there for this module
 */
public record PostgresTarget(
    Module module,
    PostgresUrl url,
    String setting,
    String username,
    Secret password,
    int connections) {
  private static final String DEFAULT_USER = "hawser";

  /** How a shared server's connections are dealt out: the execution plane needs most of them. */
  private static final int PARTS = 6;

  /** The modules that have no URL at all, for which an embedded server is needed. */
  public static List<Module> withoutUrl(SettingValues settings) {
    boolean common = settings.find(PostgresSettings.COMMON.url()).isPresent();
    return Arrays.stream(Module.values())
        .filter(module -> !common && settings.find(PostgresSettings.own(module).url()).isEmpty())
        .toList();
  }

  /** All three, in the order of the modules. Every one must have a URL by now. */
  public static List<PostgresTarget> all(SettingValues settings) {
    List<String> servers =
        Arrays.stream(Module.values()).map(module -> url(module, settings).server()).toList();
    List<PostgresTarget> targets = new ArrayList<>();
    for (Module module : Module.values()) {
      String server = url(module, settings).server();
      boolean alone = servers.indexOf(server) == servers.lastIndexOf(server);
      targets.add(of(module, alone, settings));
    }
    return targets;
  }

  /** Those that have a URL in the settings. */
  public static List<PostgresTarget> external(SettingValues settings) {
    List<Module> embedded = withoutUrl(settings);
    return Arrays.stream(Module.values())
        .filter(module -> !embedded.contains(module))
        .map(module -> of(module, false, settings))
        .toList();
  }

  /** The address as people may see it: host, port and database. */
  public String shown() {
    return url.server() + "/" + url.database();
  }

  /** For a pool or connection of this module, in its schema. */
  public String jdbcUrl(String application) {
    return url.jdbc(
        "currentSchema=%s&ApplicationName=%s&reWriteBatchedInserts=true&tcpKeepAlive=true"
            .formatted(module.text(), application));
  }

  private static PostgresTarget of(Module module, boolean alone, SettingValues settings) {
    Group own = PostgresSettings.own(module);
    Group common = PostgresSettings.COMMON;
    PostgresUrl url = url(module, settings);
    String username =
        settings
            .find(own.username())
            .or(() -> Optional.ofNullable(url.username()))
            .or(() -> settings.find(common.username()))
            .orElse(DEFAULT_USER);
    Secret password =
        settings
            .find(own.password())
            .or(() -> Optional.ofNullable(url.password()).map(Secret::new))
            .or(() -> settings.find(common.password()))
            .orElse(new Secret(""));
    int most = settings.get(common.maxConnections());
    int part = module == Module.TASKS ? most - 2 * (most / PARTS) : most / PARTS;
    int connections = settings.find(own.maxConnections()).orElse(alone ? most : Math.max(part, 2));
    return new PostgresTarget(
        module, url, where(module, settings).key(), username, password, connections);
  }

  private static PostgresUrl url(Module module, SettingValues settings) {
    return PostgresUrl.parse(settings.get(where(module, settings)));
  }

  private static Setting<String> where(Module module, SettingValues settings) {
    Setting<String> own = PostgresSettings.own(module).url();
    return settings.find(own).isPresent() ? own : PostgresSettings.COMMON.url();
  }
}
