package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.TriggerPlan;
import dev.hawser.workflows.TriggerPlan.Timing;
import dev.hawser.workflows.internal.expression.Names;
import io.micronaut.scheduling.cron.CronExpression;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** Reads when a schedule fires. */
final class ScheduleReader {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final int CRON_FIELDS = 6;

  /** Some Monday before a year in which 29 February is a Sunday: what fires at all does so soon. */
  private static final ZonedDateTime START =
      ZonedDateTime.of(2024, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);

  /** The calendar repeats after that time, but for a day of the week in a century. */
  private static final int YEARS = 40;

  private ScheduleReader() {}

  static TriggerPlan read(Fields fields) {
    ZoneId zone = zone(fields.find("timezone"));
    Part cron = fields.find("cron");
    Part every = fields.find("every");
    if (cron == null && every == null) {
      fields.part().problem("a schedule needs \"cron\" or \"every\"");
    }
    if (cron != null && every != null) {
      every.problem("a schedule has \"cron\" or \"every\", not both");
    }
    if (cron != null) {
      String expression = fields.text("cron");
      if (expression != null) {
        check(cron, expression);
      }
      return new TriggerPlan.Schedule(new Timing.Cron(String.valueOf(expression)), zone);
    }
    Duration interval = fields.duration("every");
    if (interval != null && every != null && interval.compareTo(SHORTEST) < 0) {
      every.problem("must be at least " + SHORTEST);
    }
    return new TriggerPlan.Schedule(new Timing.Every(interval == null ? SHORTEST : interval), zone);
  }

  private static void check(Part part, String expression) {
    int fields = expression.isBlank() ? 0 : expression.strip().split("\\s+").length;
    if (fields != CRON_FIELDS) {
      part.problem(
          "has "
              + fields
              + " fields, a cron expression has six: second, minute, hour, day of month, month,"
              + " day of week, for example \"0 30 8 * * MON-FRI\"");
      return;
    }
    CronExpression cron;
    try {
      cron = CronExpression.create(expression.strip());
    } catch (IllegalArgumentException e) {
      part.problem("is not a cron expression: " + e.getMessage());
      return;
    }
    try {
      cron.nextTimeAfter(START, START.plusYears(YEARS));
    } catch (IllegalArgumentException e) {
      part.problem("never fires: there is no such day");
    }
  }

  private static ZoneId zone(@Nullable Part part) {
    String name = part == null ? null : part.text();
    if (part == null || name == null) {
      return ZoneOffset.UTC;
    }
    if (ZoneId.getAvailableZoneIds().contains(name)) {
      return zoneOf(name);
    }
    String nearest = Names.nearest(name, ZoneId.getAvailableZoneIds());
    String hint =
        nearest == null
            ? "; use a name of the IANA database such as \"Europe/Berlin\""
            : Names.didYouMean(nearest);
    part.problem("there is no time zone \"" + Fields.shown(name) + "\"" + hint, nearest);
    return ZoneOffset.UTC;
  }

  private static ZoneId zoneOf(String name) {
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new IllegalStateException("A zone of the database cannot be read: " + name, e);
    }
  }
}
