package dev.hawser.core.redis;

import dev.hawser.core.config.Setting;
import java.net.URI;
import java.util.List;

/** Where the Redis stores are. */
public final class RedisSettings {
  private static final String FORM =
      "redis://[user:password@]host:port[/db], rediss://… for TLS, or redis-cluster://[user:password@]host:port,host:port"
          + " (rediss-cluster:// for TLS)";

  /** Falls back to the embedded server when it is not set. */
  public static final Setting<String> URL =
      url(
          "hawser.redis.url",
          "Redis for everything that has no store of its own; without it an embedded one starts");

  public static final Setting<String> SYSTEM_URL =
      url(
          "hawser.redis.system.url",
          "Redis for locks and leader election (default: hawser.redis.url)");
  public static final Setting<String> CACHE_URL =
      url(
          "hawser.redis.cache.url",
          "Redis for caches, may be a cluster (default: hawser.redis.url)");
  public static final Setting<String> QUEUE_URL =
      url(
          "hawser.redis.queue.url",
          "Redis for work queues, may be a cluster (default: hawser.redis.url)");

  public static final List<Setting<?>> ALL = List.of(URL, SYSTEM_URL, CACHE_URL, QUEUE_URL);

  private RedisSettings() {}

  private static Setting<String> url(String key, String help) {
    return new Setting<>(key, FORM, null, help, true, RedisSettings::check);
  }

  private static String check(String text) {
    String first = text.strip().split(",", 2)[0];
    URI uri = URI.create(first);
    boolean known =
        List.of("redis", "rediss", "redis-cluster", "rediss-cluster")
            .contains(String.valueOf(uri.getScheme()));
    if (!known || uri.getHost() == null) {
      throw new IllegalArgumentException();
    }
    for (String further : text.substring(first.length()).split(",", -1)) {
      if (!further.isEmpty() && URI.create("redis://" + further.strip()).getHost() == null) {
        throw new IllegalArgumentException();
      }
    }
    return text.strip();
  }
}
