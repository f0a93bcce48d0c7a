package dev.hawser.identity;

import dev.hawser.core.config.Setting;
import java.time.Duration;
import java.util.List;

/** How long and how often people are signed in. */
public final class SessionSettings {
  public static final Setting<Duration> IDLE_LIMIT =
      Setting.duration(
          "hawser.session.idle-limit",
          "1s",
          "365d",
          "12h",
          "A person who does nothing for this long has to sign in again");

  public static final Setting<Duration> ABSOLUTE_LIMIT =
      Setting.duration(
          "hawser.session.absolute-limit",
          "1s",
          "3650d",
          "30d",
          "A person has to sign in again after this long, whatever they do");

  public static final Setting<Integer> MOST =
      Setting.integer(
          "hawser.session.most-per-user",
          1,
          1000,
          20,
          "Sessions that a person can have at once; another one ends the oldest");

  public static final Setting<Integer> PASSWORD_SHARE =
      Setting.integer(
          "hawser.session.password-share",
          1,
          100,
          2,
          "Percent of the processors that checking passwords may take for long; a burst may take"
              + " more");

  public static final List<Setting<?>> ALL =
      List.of(IDLE_LIMIT, ABSOLUTE_LIMIT, MOST, PASSWORD_SHARE);

  private SessionSettings() {}
}
