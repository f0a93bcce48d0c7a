package dev.hawser.workflows.internal.expression;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.time.temporal.TemporalQueries;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Moments, calendars and zones. A moment may also be given as an ISO 8601 text. */
final class Dates {
  private static final int LONGEST_TEXT = 100;
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "milliseconds", ChronoUnit.MILLIS,
          "seconds", ChronoUnit.SECONDS,
          "minutes", ChronoUnit.MINUTES,
          "hours", ChronoUnit.HOURS,
          "days", ChronoUnit.DAYS,
          "weeks", ChronoUnit.WEEKS,
          "months", ChronoUnit.MONTHS,
          "years", ChronoUnit.YEARS);
  private static final List<String> UNIT_NAMES =
      List.of("milliseconds", "seconds", "minutes", "hours", "days", "weeks", "months", "years");
  private static final CelType TIME = SimpleType.TIMESTAMP;
  private static final CelType DYN = SimpleType.DYN;
  private static final CelType TEXT = SimpleType.STRING;
  private static final CelType INT = SimpleType.INT;

  private Dates() {}

  static void addTo(FunctionTable table) {
    table.global("date.parse", "date_parse_dyn", a -> moment("date.parse", a[0]), TIME, DYN);
    table.global(
        "date.parse",
        "date_parse_string_string",
        a -> parse((String) a[0], (String) a[1], "UTC"),
        TIME,
        TEXT,
        TEXT);
    table.global(
        "date.parse",
        "date_parse_string_string_string",
        a -> parse((String) a[0], (String) a[1], (String) a[2]),
        TIME,
        TEXT,
        TEXT,
        TEXT);
    table.global(
        "date.format", "date_format_dyn_string", a -> format(a[0], a[1], "UTC"), TEXT, DYN, TEXT);
    table.global(
        "date.format",
        "date_format_dyn_string_string",
        a -> format(a[0], a[1], a[2]),
        TEXT,
        DYN,
        TEXT,
        TEXT);
    table.global(
        "date.plus",
        "date_plus_dyn_int_string",
        a -> plus(a[0], (Long) a[1], a[2], "UTC"),
        TIME,
        DYN,
        INT,
        TEXT);
    table.global(
        "date.plus",
        "date_plus_dyn_int_string_string",
        a -> plus(a[0], (Long) a[1], a[2], a[3]),
        TIME,
        DYN,
        INT,
        TEXT,
        TEXT);
    table.global(
        "date.startOf", "date_start_dyn_string", a -> start(a[0], a[1], "UTC"), TIME, DYN, TEXT);
    table.global(
        "date.startOf",
        "date_start_dyn_string_string",
        a -> start(a[0], a[1], a[2]),
        TIME,
        DYN,
        TEXT,
        TEXT);
    table.global(
        "date.diff",
        "date_diff_dyn_dyn_string",
        a -> diff(a[0], a[1], a[2], "UTC"),
        INT,
        DYN,
        DYN,
        TEXT);
    table.global(
        "date.diff",
        "date_diff_dyn_dyn_string_string",
        a -> diff(a[0], a[1], a[2], a[3]),
        INT,
        DYN,
        DYN,
        TEXT,
        TEXT);
    table.global("date.toMillis", "date_to_millis_dyn", a -> millis(a[0]), INT, DYN);
    table.global("date.fromMillis", "date_from_millis_int", a -> ofMillis((Long) a[0]), TIME, INT);
  }

  /** A moment, or an ISO 8601 text of one; without a zone in UTC, without a time at midnight. */
  private static Instant moment(String function, Object value) {
    if (value instanceof Instant instant) {
      return instant;
    }
    if (!(value instanceof String text)) {
      throw new FunctionFailure(
          function + " needs a timestamp or a date as text, not " + Shapes.kind(value));
    }
    try {
      var read =
          DateTimeFormatter.ISO_DATE_TIME.parseBest(
              bounded(text), ZonedDateTime::from, LocalDateTime::from);
      return inRange(
          read instanceof ZonedDateTime zoned
              ? zoned.toInstant()
              : ((LocalDateTime) read).toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException notATime) {
      return day(function, text);
    }
  }

  private static Instant day(String function, String text) {
    try {
      return inRange(LocalDate.parse(bounded(text)).atStartOfDay().toInstant(ZoneOffset.UTC));
    } catch (DateTimeParseException e) {
      throw new FunctionFailure(
          function + " was given a text that is not a date such as 2026-03-04T05:06:07Z");
    }
  }

  private static String bounded(String text) {
    String stripped = text.length() > LONGEST_TEXT ? "" : text.strip();
    return stripped;
  }

  /** CEL knows the years 1 to 9999. */
  private static Instant inRange(Instant moment) {
    int year = moment.atOffset(ZoneOffset.UTC).getYear();
    if (year < 1 || year > 9999) {
      throw new FunctionFailure("the date is outside the years 1 to 9999");
    }
    return moment;
  }

  private static ZoneId zone(Object name) {
    try {
      return ZoneId.of(bounded((String) name));
    } catch (DateTimeException e) {
      throw new FunctionFailure(
          "the time zone is not known; write a name such as Europe/Berlin, UTC or +02:00");
    }
  }

  private static ChronoUnit unit(Object name) {
    ChronoUnit unit = UNITS.get((String) name);
    ChronoUnit plural = unit == null ? UNITS.get(name + "s") : unit;
    if (plural == null) {
      throw new FunctionFailure("the unit is one of " + String.join(", ", UNIT_NAMES));
    }
    return plural;
  }

  private static DateTimeFormatter formatter(Object pattern) {
    Budget.current().tick(20);
    if (((String) pattern).length() > LONGEST_TEXT) {
      throw new FunctionFailure("a date pattern has at most " + LONGEST_TEXT + " characters");
    }
    try {
      return new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern((String) pattern)
          .toFormatter(Locale.ENGLISH)
          .withResolverStyle(ResolverStyle.SMART);
    } catch (IllegalArgumentException e) {
      throw new FunctionFailure(
          "the date pattern is not well formed; one such as yyyy-MM-dd HH:mm:ss is");
    }
  }

  private static Instant parse(String text, String pattern, String zone) {
    ZoneId where = zone(zone);
    try {
      var read = formatter(pattern).parse(bounded(text));
      if (read.isSupported(ChronoField.INSTANT_SECONDS)) {
        return inRange(Instant.from(read));
      }
      LocalDate day = read.query(TemporalQueries.localDate());
      if (day == null) {
        throw new FunctionFailure("the date pattern has no year, month and day");
      }
      var time = read.query(TemporalQueries.localTime());
      return inRange(
          (time == null ? day.atStartOfDay() : day.atTime(time)).atZone(where).toInstant());
    } catch (DateTimeException e) {
      throw new FunctionFailure("date.parse was given a text that does not have its pattern");
    }
  }

  private static String format(Object moment, Object pattern, Object zone) {
    try {
      return formatter(pattern).format(moment("date.format", moment).atZone(zone(zone)));
    } catch (DateTimeException e) {
      throw new FunctionFailure("the date pattern asks for what a timestamp does not have");
    }
  }

  private static Instant plus(Object moment, long amount, Object unit, Object zone) {
    Instant from = moment("date.plus", moment);
    try {
      return inRange(from.atZone(zone(zone)).plus(amount, unit(unit)).toInstant());
    } catch (DateTimeException | ArithmeticException e) {
      throw new FunctionFailure("the date is outside the years 1 to 9999");
    }
  }

  private static Instant start(Object moment, Object unit, Object zone) {
    ZonedDateTime at = moment("date.startOf", moment).atZone(zone(zone));
    ZonedDateTime start =
        switch (unit(unit)) {
          case YEARS -> at.with(TemporalAdjusters.firstDayOfYear()).truncatedTo(ChronoUnit.DAYS);
          case MONTHS -> at.with(TemporalAdjusters.firstDayOfMonth()).truncatedTo(ChronoUnit.DAYS);
          case WEEKS ->
              at.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                  .truncatedTo(ChronoUnit.DAYS);
          default -> at.truncatedTo(unit(unit));
        };
    return inRange(start.toInstant());
  }

  /** Whole units from one moment to another; negative when the other is earlier. */
  private static long diff(Object from, Object to, Object unit, Object zone) {
    ZoneId where = zone(zone);
    return moment("date.diff", from)
        .atZone(where)
        .until(moment("date.diff", to).atZone(where), unit(unit));
  }

  private static long millis(Object moment) {
    return moment("date.toMillis", moment).toEpochMilli();
  }

  private static Instant ofMillis(long millis) {
    return inRange(Instant.ofEpochMilli(millis));
  }
}
