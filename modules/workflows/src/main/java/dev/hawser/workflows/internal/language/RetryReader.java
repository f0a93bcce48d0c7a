package dev.hawser.workflows.internal.language;

import dev.hawser.workflows.RetryPolicy;
import dev.hawser.workflows.internal.expression.Names;
import dev.hawser.workflows.internal.source.Node.ObjectNode;
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
  private static final Duration DEFAULT_INITIAL = Duration.ofSeconds(1);
  private static final Duration DEFAULT_MAX_DELAY = Duration.ofMinutes(5);
  private static final Set<String> DEFAULT_ON = Set.of("network", "429", "5xx");
  private static final Pattern STATUS = Pattern.compile("[45][0-9][0-9]");
  private static final List<String> KINDS = List.of("network", "timeout", "4xx", "5xx");

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
    if (!(part.node() instanceof ObjectNode object)) {
      part.wrongType("\"default\" or an object");
      return RetryPolicy.NONE;
    }
    boolean computed = object.fields().containsKey("max") && !object.fields().containsKey("delays");
    if (!computed && !object.fields().containsKey("delays")) {
      Fields.of(part, StepGrammar.RETRY_EITHER);
      part.problem("needs \"delays\", or \"max\" for computed pauses");
      return RetryPolicy.NONE;
    }
    Fields fields =
        Fields.of(part, computed ? StepGrammar.RETRY_COMPUTED : StepGrammar.RETRY_TABLE);
    if (fields == null) {
      return RetryPolicy.NONE;
    }
    List<Duration> delays = computed ? computed(fields) : table(fields);
    return new RetryPolicy(delays, fields.number("jitter", computed ? 0.2 : 0), on(fields));
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
      Duration delay = Fields.duration(item, StepGrammar.LONGEST_PAUSE);
      if (delay != null) {
        delays.add(delay);
      }
    }
    return delays;
  }

  private static List<Duration> computed(Fields fields) {
    int max = fields.integer("max", 1);
    Duration initial = fields.duration("initial");
    Duration most = fields.duration("maxDelay");
    double factor = fields.number("factor", 2);
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
