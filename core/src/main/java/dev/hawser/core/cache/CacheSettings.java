package dev.hawser.core.cache;

import dev.hawser.core.config.Setting;
import java.util.List;

/** How the shared cache divides its entries. */
public final class CacheSettings {
  public static final Setting<Long> OVERFLOW_ABOVE =
      Setting.bytes(
          "hawser.cache.overflow-above",
          "256KiB",
          "larger cache entries are kept in the blob store and not in Redis");

  public static final List<Setting<?>> ALL = List.of(OVERFLOW_ABOVE);

  private CacheSettings() {}
}
