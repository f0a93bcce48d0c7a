package dev.hawser.core.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One setting.
 *
 * @param key for example {@code hawser.server.port}
 * @param form what values look like, for help and errors: {@code a port, 0 to 65535}
 * @param defaultText the text of the default; null when the setting is optional or worked out
 *     elsewhere
 * @param help one sentence for people
 * @param secret whether its value must never be shown
 * @param parser reads the text; throws IllegalArgumentException when it does not have the form
 */
public record Setting<T>(
    String key,
    String form,
    @Nullable String defaultText,
    String help,
    boolean secret,
    Function<String, T> parser) {

  public static Setting<String> text(String key, @Nullable String defaultText, String help) {
    return new Setting<>(key, "text", defaultText, help, false, text -> text);
  }

  public static Setting<Secret> secret(String key, String help) {
    return new Setting<>(key, "text", null, help, true, Secret::new);
  }

  public static Setting<Integer> integer(
      String key, int min, int max, int defaultValue, String help) {
    return new Setting<>(
        key,
        "a whole number, " + min + " to " + max,
        Integer.toString(defaultValue),
        help,
        false,
        text -> {
          int value = Integer.parseInt(text.strip());
          require(value >= min && value <= max);
          return value;
        });
  }

  public static Setting<Boolean> bool(String key, boolean defaultValue, String help) {
    return new Setting<>(
        key,
        "true or false",
        Boolean.toString(defaultValue),
        help,
        false,
        text -> {
          require(text.equals("true") || text.equals("false"));
          return text.equals("true");
        });
  }

  /**
   * A duration such as {@code 250ms}, {@code 10s}, {@code 5m}, {@code 2h} or {@code 30d}, from
   * {@code min} to {@code max}, both written as values are.
   */
  public static Setting<Duration> duration(
      String key, String min, String max, String defaultText, String help) {
    Duration least = Units.duration(min);
    Duration most = Units.duration(max);
    return new Setting<>(
        key,
        "a duration (ms, s, m, h, d) from " + min + " to " + max,
        defaultText,
        help,
        false,
        text -> {
          Duration value = Units.duration(text);
          require(value.compareTo(least) >= 0 && value.compareTo(most) <= 0);
          return value;
        });
  }

  /** A number of bytes such as {@code 512}, {@code 64KiB}, {@code 10MiB} or {@code 1GiB}. */
  public static Setting<Long> bytes(String key, String defaultText, String help) {
    return new Setting<>(
        key, "a size such as 512, 64KiB, 10MiB or 1GiB", defaultText, help, false, Units::bytes);
  }

  /** A number of bytes from {@code min} to {@code max}, both written as values are. */
  public static Setting<Long> bytes(
      String key, String min, String max, String defaultText, String help) {
    long least = Units.bytes(min);
    long most = Units.bytes(max);
    return new Setting<>(
        key,
        "a size from " + min + " to " + max + ", such as " + defaultText,
        defaultText,
        help,
        false,
        text -> {
          long value = Units.bytes(text);
          require(value >= least && value <= most);
          return value;
        });
  }

  /** One constant of an enum, written in lower case with dashes. */
  public static <E extends Enum<E>> Setting<E> choice(String key, E defaultValue, String help) {
    List<E> all = Arrays.asList(defaultValue.getDeclaringClass().getEnumConstants());
    return new Setting<>(
        key,
        "one of " + String.join(", ", all.stream().map(Setting::name).toList()),
        name(defaultValue),
        help,
        false,
        text ->
            all.stream()
                .filter(e -> name(e).equals(text))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new));
  }

  /** The environment variable that sets it: {@code HAWSER_SERVER_PORT}. */
  public String environmentVariable() {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  private static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void require(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException();
    }
  }
}
