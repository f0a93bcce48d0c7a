package dev.hawser.app.internal.cli.client;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the API shows in the place of a value that it does not show whole.
 *
 * @param size of the value's JSON in bytes
 * @param preview the first characters of the JSON; null when there is none
 * @param url path of the whole value; null while it cannot be had
 * @param unavailable why it cannot be read; null when it can
 */
public record LargeValue(
    long size, @Nullable String preview, @Nullable String url, @Nullable String unavailable) {
  private static final String NAME = "$value";

  /** Reads a value of an answer; empty when it is the value itself. */
  public static Optional<LargeValue> of(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)
        || map.size() != 1
        || !(map.get(NAME) instanceof Map<?, ?> about)) {
      return Optional.empty();
    }
    Fields fields = new Fields(about);
    return Optional.ofNullable(fields.optionalNumber("size"))
        .map(
            size ->
                new LargeValue(
                    size,
                    fields.optionalText("preview"),
                    fields.optionalText("url"),
                    fields.optionalText("unavailable")));
  }
}
