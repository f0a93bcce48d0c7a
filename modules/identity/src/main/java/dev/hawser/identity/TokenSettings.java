package dev.hawser.identity;

import dev.hawser.core.config.Setting;
import java.time.Duration;
import java.util.List;

/** What members may do with personal access tokens. */
public final class TokenSettings {
  public static final Setting<Duration> MAX_LIFETIME =
      Setting.duration(
          "hawser.tokens.max-lifetime",
          "1s",
          "36500d",
          "365d",
          "How long a personal access token may be good for");

  public static final List<Setting<?>> ALL = List.of(MAX_LIFETIME);

  private TokenSettings() {}
}
