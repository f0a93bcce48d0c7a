package dev.hawser.workflows.internal.export;

import dev.hawser.workflows.internal.export.Losses.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Retry tables as retry policies, as far as these can say them. */
final class Retries {
  private static final List<String> DEFAULT = List.of("PT10S", "PT20S", "PT30S", "PT50S", "PT80S");
  private final Losses losses;

  Retries(Losses losses) {
    this.losses = losses;
  }

  Map<String, @Nullable Object> policy(@Nullable Object retry, Place at) {
    Map<?, ?> fields = retry instanceof Map<?, ?> map ? map : Map.of("delays", DEFAULT);
    Map<String, @Nullable Object> policy = new LinkedHashMap<>();
    if (fields.get("delays") instanceof List<?> delays) {
      if (!delays.isEmpty() && delays.getFirst() instanceof String first) {
        policy.put("delay", duration(first));
      }
      boolean constant = delays.stream().distinct().count() < 2;
      policy.put(
          "backoff",
          Map.of(constant ? "constant" : "exponential", new LinkedHashMap<String, Object>()));
      policy.put("limit", limit(delays.size()));
      if (!constant) {
        losses.add(at, "retry", "The table of delays becomes a growing delay");
      }
    } else {
      if (fields.get("initial") instanceof String initial) {
        policy.put("delay", duration(initial));
      }
      policy.put("backoff", Map.of("exponential", new LinkedHashMap<String, Object>()));
      policy.put("limit", limit(fields.get("max") instanceof Long max ? max : 5));
      losses.add(at, "retry", "Factor and longest delay are left out");
    }
    if (retry == null || !(retry instanceof Map<?, ?>) || fields.containsKey("on")) {
      losses.once(at, "retry-kinds", "Which failures are repeated is left out");
    }
    if (!(retry instanceof Map<?, ?>) || fields.containsKey("jitter")) {
      losses.once(at, "retry-jitter", "Jitter is a share of the delay, not a range of times");
    }
    return policy;
  }

  private static Map<String, Object> limit(long count) {
    return Map.of("attempt", Map.of("count", count));
  }

  static String duration(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}
