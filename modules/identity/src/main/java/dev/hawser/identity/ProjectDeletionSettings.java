package dev.hawser.identity;

import dev.hawser.core.config.Setting;
import java.time.Duration;
import java.util.List;

/** When the data of projects that are to be deleted is deleted. */
public final class ProjectDeletionSettings {
  /** By then every replica knows, and what was accepted before is written. */
  private static final Duration SHORTEST = Duration.ofSeconds(15);

  private static final Setting<Duration> ANY =
      Setting.duration(
          "hawser.projects.deletion-delay",
          "0s",
          "30d",
          "15s",
          "How long after the request the deletion of a project's data begins; the project is gone"
              + " for everybody at once");

  public static final Setting<Duration> DELETION_DELAY =
      new Setting<>(
          ANY.key(),
          "a duration of at least 15s, such as 1h",
          ANY.defaultText(),
          ANY.help(),
          false,
          text -> {
            Duration delay = ANY.parser().apply(text);
            if (delay.compareTo(SHORTEST) < 0) {
              throw new IllegalArgumentException();
            }
            return delay;
          });

  public static final List<Setting<?>> ALL = List.of(DELETION_DELAY);

  private ProjectDeletionSettings() {}
}
