package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.RetryPolicy;
import dev.hawser.workflows.internal.expression.Names;
import dev.hawser.workflows.internal.source.Node.ScalarNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code retry} in its three forms; the computed form is expanded into a table of pauses. */
final class RetryReader {
  private static final int MOST_REPETITIONS = 50;
  private static final Duration LONGEST_PAUSE = Duration.ofDays(7);
  private static final double MOST_FACTOR = 100;
  private static final Duration DEFAULT_INITIAL = Duration.ofSeconds(1);
  private static final Duration DEFAULT_MAX_DELAY = Duration.ofMinutes(5);
  private static final Set<String> DEFAULT_ON = Set.of("network", "429", "5xx");
  private static final Pattern STATUS = Pattern.compile("[45][0-9][0-9]");
  private static final List<String> KINDS = List.of("network", "timeout", "4xx", "5xx");
  private static final List<String> TABLE = List.of("delays", "jitter", "on");
  private static final List<String> COMPUTED =
      List.of("max", "initial", "factor", "maxDelay", "jitter", "on");

  static final RetryPolicy DEFAULT =
      new RetryPolicy(
          List.of(10, 20, 30, 50, 80).stream().map(Duration::ofSeconds).toList(), 0.2, DEFAULT_ON);

  private RetryReader() {}

  static RetryPolicy read(@Nullable Part part) {
    if (part == null) {
      return RetryPolicy.NONE;
    }
    if (part.node() instanceof ScalarNode scalar && scalar.json() instanceof String text) {
      if (!text.equals("default")) {
        part.problem("must be \"default\" or an object with delays, or with max", "default");
      }
      return DEFAULT;
    }
    Fields fields = Fields.of(part);
    if (fields == null) {
      return RetryPolicy.NONE;
    }
    boolean computed = fields.has("max") && !fields.has("delays");
    if (!computed && !fields.has("delays")) {
      fields.allow(
          List.of("delays", "max", "initial", "factor", "maxDelay", "jitter", "on"), List.of());
      part.problem("needs \"delays\", or \"max\" for computed pauses");
      return RetryPolicy.NONE;
    }
    fields.allow(computed ? COMPUTED : TABLE, List.of());
    List<Duration> delays = computed ? computed(fields) : table(fields);
    return new RetryPolicy(delays, fields.number("jitter", 0, 1, computed ? 0.2 : 0), on(fields));
  }

  private static List<Duration> table(Fields fields) {
    List<Duration> delays = new ArrayList<>();
    Part part = fields.find("delays");
    List<Part> items = part == null ? null : part.list();
    if (items == null || part == null) {
      return delays;
    }
    if (items.isEmpty() || items.size() > MOST_REPETITIONS) {
      part.problem("must have 1 to " + MOST_REPETITIONS + " entries");
    }
    for (Part item : items) {
      Duration delay = Fields.duration(item, LONGEST_PAUSE);
      if (delay != null) {
        delays.add(delay);
      }
    }
    return delays;
  }

  private static List<Duration> computed(Fields fields) {
    int max = fields.integer("max", 1, MOST_REPETITIONS, 1);
    Duration initial = fields.duration("initial", LONGEST_PAUSE);
    Duration most = fields.duration("maxDelay", LONGEST_PAUSE);
    double factor = fields.number("factor", 1, MOST_FACTOR, 2);
    double cap = millis(most == null ? DEFAULT_MAX_DELAY : most);
    double pause = Math.min(millis(initial == null ? DEFAULT_INITIAL : initial), cap);
    List<Duration> delays = new ArrayList<>();
    for (int i = 0; i < max; i++) {
      delays.add(Duration.ofMillis((long) pause));
      pause = Math.min(pause * factor, cap);
    }
    return delays;
  }

  private static double millis(Duration duration) {
    return (double) duration.toMillis();
  }

  private static Set<String> on(Fields fields) {
    Part part = fields.find("on");
    List<Part> items = part == null ? null : part.list();
    if (items == null) {
      return DEFAULT_ON;
    }
    Set<String> on = new LinkedHashSet<>();
    for (Part item : items) {
      String kind =
          item.node() instanceof ScalarNode scalar && scalar.json() instanceof Long status
              ? Long.toString(status)
              : item.text();
      if (kind == null) {
        continue;
      }
      if (KINDS.contains(kind) || STATUS.matcher(kind).matches()) {
        on.add(kind);
      } else {
        String nearest = Names.nearest(kind, KINDS);
        item.problem("must be network, timeout, 4xx, 5xx or a status such as 429", nearest);
      }
    }
    return on;
  }
}
