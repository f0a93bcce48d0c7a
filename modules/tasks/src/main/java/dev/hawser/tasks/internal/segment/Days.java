package dev.hawser.tasks.internal.segment;

import dev.hawser.core.id.Uuid7;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;

/** The UTC days that history is divided into: an execution belongs to the day of its id. */
public final class Days {
  private static final LocalDate LAST = LocalDate.of(9999, 12, 31);

  private Days() {}

  public static LocalDate of(UUID id) {
    return of(Uuid7.instantOf(id));
  }

  /** The day of a moment; never later than what four digits can say. */
  public static LocalDate of(Instant moment) {
    LocalDate day = LocalDate.ofInstant(moment, ZoneOffset.UTC);
    return day.isAfter(LAST) ? LAST : day;
  }

  /**
   * No id of the day is smaller, and every id of the days before is. Ids begin in 1970: before that
   * it is the smallest there is.
   */
  public static UUID firstId(LocalDate day) {
    return new UUID(Math.max(0, start(day).toEpochMilli()) << 16, 0);
  }

  public static Instant start(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
