package dev.hawser.app.internal.probe;

import dev.hawser.core.config.Setting;
import dev.hawser.core.config.SettingValues;
import dev.hawser.core.redis.RedisSettings;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where one logical Redis store is.
 *
 * @param stores which of {@code system}, {@code cache}, {@code queue} it serves
 * @param setting the setting that says so, for messages
 * @param hosts at least one {@code host:port}; several of a cluster
 */
public record RedisTarget(
    List<String> stores,
    String setting,
    List<String> hosts,
    boolean tls,
    @Nullable String username,
    @Nullable String password) {
  private static final Map<String, Setting<String>> STORES = urls();

  /** Whether some store has no URL, so that an embedded server is needed. */
  public static boolean anyWithoutUrl(SettingValues settings) {
    return settings.find(RedisSettings.URL).isEmpty()
        && STORES.values().stream().anyMatch(url -> settings.find(url).isEmpty());
  }

  /** Each server that has a URL in the settings, once. */
  public static List<RedisTarget> external(SettingValues settings) {
    Map<String, RedisTarget> byUrl = new LinkedHashMap<>();
    STORES.forEach(
        (store, own) -> {
          Setting<String> setting = settings.find(own).isPresent() ? own : RedisSettings.URL;
          settings
              .find(setting)
              .ifPresent(
                  url -> byUrl.merge(url, parse(store, setting.key(), url), RedisTarget::join));
        });
    return List.copyOf(byUrl.values());
  }

  /** The address as people may see it. */
  public String shown() {
    return String.join(",", hosts);
  }

  private static Map<String, Setting<String>> urls() {
    Map<String, Setting<String>> stores = new LinkedHashMap<>();
    stores.put("system", RedisSettings.SYSTEM_URL);
    stores.put("cache", RedisSettings.CACHE_URL);
    stores.put("queue", RedisSettings.QUEUE_URL);
    return stores;
  }

  private static RedisTarget join(RedisTarget a, RedisTarget b) {
    List<String> both = new ArrayList<>(a.stores);
    both.addAll(b.stores);
    return new RedisTarget(List.copyOf(both), a.setting, a.hosts, a.tls, a.username, a.password);
  }

  static RedisTarget parse(String store, String setting, String url) {
    int scheme = url.indexOf("://");
    String rest = url.substring(scheme + 3);
    int at = rest.lastIndexOf('@');
    String[] login = at < 0 ? new String[0] : rest.substring(0, at).split(":", 2);
    List<String> hosts = new ArrayList<>();
    for (String part : rest.substring(at + 1).split(",")) {
      URI uri = URI.create("redis://" + part.strip());
      hosts.add(uri.getHost() + ":" + (uri.getPort() < 0 ? 6379 : uri.getPort()));
    }
    return new RedisTarget(
        List.of(store),
        setting,
        List.copyOf(hosts),
        url.startsWith("rediss"),
        login.length == 2 && !login[0].isEmpty() ? decode(login[0]) : null,
        login.length == 0 ? null : decode(login[login.length - 1]));
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
