package dev.hawser.app.internal.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Moments and durations for people. */
record Times(ZoneId zone) {
  private static final DateTimeFormatter EXACT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS xxx", Locale.ROOT);
  private static final DateTimeFormatter TIME_OF_DAY =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);

  /** Those of this machine's time zone. */
  static Times local() {
    return new Times(ZoneId.systemDefault());
  }

  /** For example {@code 2027-01-31 13:00:00.250 +01:00}. */
  String exact(Instant moment) {
    return EXACT.format(moment.atZone(zone));
  }

  /** For example {@code 13:00:00.250}. */
  String timeOfDay(Instant moment) {
    return TIME_OF_DAY.format(moment.atZone(zone));
  }

  /** For example {@code 3 s ago}; the day when it is more than a week ago. */
  String ago(Instant moment, Instant now) {
    Duration past = Duration.between(moment, now);
    if (past.compareTo(Duration.ofSeconds(1)) < 0) {
      return "now"; // or the clocks differ a little
    }
    if (past.compareTo(Duration.ofMinutes(1)) < 0) {
      return past.toSeconds() + " s ago";
    }
    if (past.compareTo(Duration.ofHours(1)) < 0) {
      return past.toMinutes() + " min ago";
    }
    if (past.compareTo(Duration.ofDays(1)) < 0) {
      return past.toHours() + " h ago";
    }
    if (past.compareTo(Duration.ofDays(7)) < 0) {
      return past.toDays() == 1 ? "1 day ago" : past.toDays() + " days ago";
    }
    return DAY.format(moment.atZone(zone));
  }

  /** For example {@code 12 ms}, {@code 1.2 s} or {@code 3 min 4 s}. */
  static String duration(Duration time) {
    long millis = Math.max(0, time.toMillis());
    if (millis < 1_000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return "%d.%d s".formatted(millis / 1_000, millis % 1_000 / 100);
    }
    if (millis < 3_600_000) {
      return "%d min %d s".formatted(time.toMinutes(), time.toSecondsPart());
    }
    if (millis < 86_400_000) {
      return "%d h %d min".formatted(time.toHours(), time.toMinutesPart());
    }
    return "%d d %d h".formatted(time.toDays(), time.toHoursPart());
  }

  static String duration(long millis) {
    return duration(Duration.ofMillis(millis));
  }
}
