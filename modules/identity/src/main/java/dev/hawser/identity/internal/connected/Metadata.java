package dev.hawser.identity.internal.connected;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What customers note of a user.
 *
 * @param values JSON as plain values
 * @param json the same as text
 */
record Metadata(Map<String, @Nullable Object> values, String json) {
  static final int MAX_BYTES = 65_536;
  private static final ErrorCode INVALID = new ErrorCode("core.body-invalid");

  static Metadata stored(String json) {
    try {
      if (Json.read(json.getBytes(UTF_8)) instanceof Map<?, ?> map) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        map.forEach((key, value) -> values.put(String.valueOf(key), value));
        return new Metadata(values, json);
      }
      throw new IllegalStateException("Metadata that was stored is no object");
    } catch (Json.MalformedException e) {
      throw new IllegalStateException("Metadata that was stored cannot be read", e);
    }
  }

  /**
   * With some of it changed: what is not named stays, what is null goes.
   *
   * @param field what the request calls it, for messages
   * @throws HawserException.Invalid when it grows too large or is not text that can be stored
   */
  Metadata with(Map<?, ?> change, String field) {
    if (!isPlain(change)) {
      throw invalid(field, "must not contain the character U+0000 or halves of characters");
    }
    Map<String, @Nullable Object> next = new LinkedHashMap<>(values);
    change.forEach(
        (key, value) -> {
          if (value == null) {
            next.remove(String.valueOf(key));
          } else {
            next.put(String.valueOf(key), value);
          }
        });
    byte[] bytes = Json.write(next);
    if (bytes.length > MAX_BYTES) {
      throw invalid(
          field,
          "would have %,d bytes as JSON; %,d is the most".formatted(bytes.length, MAX_BYTES));
    }
    return new Metadata(next, new String(bytes, UTF_8));
  }

  /** What people are shown as the user's name. */
  @Nullable String name() {
    return shown("Name");
  }

  /** What people are shown as the user's e-mail address. */
  @Nullable String email() {
    return shown("Email");
  }

  private @Nullable String shown(String key) {
    if (!(values.get(key) instanceof String text) || text.isBlank()) {
      return null;
    }
    String trimmed = text.strip();
    int end = Math.min(trimmed.length(), SearchKey.MAX_LENGTH);
    if (end < trimmed.length() && Character.isHighSurrogate(trimmed.charAt(end - 1))) {
      end--;
    }
    return trimmed.substring(0, end);
  }

  private static boolean isPlain(@Nullable Object value) {
    return switch (value) {
      case String text ->
          text.codePoints().noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
      case Map<?, ?> map ->
          map.entrySet().stream()
              .allMatch(entry -> isPlain(entry.getKey()) && isPlain(entry.getValue()));
      case List<?> list -> list.stream().allMatch(Metadata::isPlain);
      case null, default -> true;
    };
  }

  private static HawserException.Invalid invalid(String field, String what) {
    return new HawserException.Invalid(
        INVALID, "One field is wrong.", List.of(Problem.at("/" + field, field + " " + what)));
  }

  @Override
  public String toString() {
    return "Metadata[" + json.length() + "]";
  }
}
