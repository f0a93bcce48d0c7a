package dev.hawser.tasks;

import dev.hawser.core.config.Setting;
import java.time.Duration;
import java.util.List;

/** How long history is kept, and how it gets into the blob store. */
public final class HistorySettings {
  public static final Setting<Duration> ARCHIVE_AFTER =
      Setting.duration(
          "hawser.history.archive-after",
          "0s",
          "7d",
          "15m",
          "How long an ended execution waits at most in Postgres for others to share a segment with");

  public static final Setting<Duration> RETENTION =
      Setting.duration(
          "hawser.history.retention",
          "0s",
          "36500d",
          "90d",
          "How long ended executions and their data are kept, counted in whole UTC days");

  public static final Setting<Duration> ORPHAN_CHECK =
      Setting.duration(
          "hawser.history.orphan-check",
          "1s",
          "365d",
          "1d",
          "How often blobs that no execution refers to are looked for and deleted");

  public static final List<Setting<?>> ALL = List.of(ARCHIVE_AFTER, RETENTION, ORPHAN_CHECK);

  private HistorySettings() {}
}
