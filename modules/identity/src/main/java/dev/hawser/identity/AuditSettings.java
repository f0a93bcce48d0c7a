package dev.hawser.identity;

import dev.hawser.core.config.Setting;
import java.time.Duration;
import java.util.List;

/** How long the audit log stays in the database. */
public final class AuditSettings {
  private static final Duration SHORTEST = Duration.ofDays(30);
  private static final Setting<Duration> ANY =
      Setting.duration(
          "hawser.audit.retention",
          "1s",
          "36500d",
          "365d",
          "How long entries of the audit log stay in the database before they are moved to the blob"
              + " store, where they stay");

  public static final Setting<Duration> RETENTION =
      new Setting<>(
          ANY.key(),
          "a duration of at least 30d, such as 365d",
          ANY.defaultText(),
          ANY.help(),
          false,
          text -> {
            Duration retention = ANY.parser().apply(text);
            if (retention.compareTo(SHORTEST) < 0) {
              throw new IllegalArgumentException();
            }
            return retention;
          });

  public static final List<Setting<?>> ALL = List.of(RETENTION);

  private AuditSettings() {}
}
