package dev.hawser.core.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations and sizes as people write them. */
final class Units {
  private static final Pattern NUMBER_UNIT = Pattern.compile("(\\d{1,15})\\s*([a-zA-Z]*)");

  private Units() {}

  static Duration duration(String text) {
    Matcher m = match(text);
    long n = Long.parseLong(m.group(1));
    return switch (m.group(2)) {
      case "ms" -> Duration.ofMillis(n);
      case "s" -> Duration.ofSeconds(n);
      case "m" -> Duration.ofMinutes(n);
      case "h" -> Duration.ofHours(n);
      case "d" -> Duration.ofDays(n);
      default -> throw new IllegalArgumentException();
    };
  }

  static long bytes(String text) {
    Matcher m = match(text);
    long n = Long.parseLong(m.group(1));
    return switch (m.group(2)) {
      case "", "B" -> n;
      case "KiB" -> Math.multiplyExact(n, 1L << 10);
      case "MiB" -> Math.multiplyExact(n, 1L << 20);
      case "GiB" -> Math.multiplyExact(n, 1L << 30);
      default -> throw new IllegalArgumentException();
    };
  }

  private static Matcher match(String text) {
    Matcher m = NUMBER_UNIT.matcher(text.strip());
    if (!m.matches()) {
      throw new IllegalArgumentException();
    }
    return m;
  }
}
