package dev.hawser.core.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.json.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a small JSON request and collects everything that is wrong with it, so that
 * the client hears of all problems at once. A field that was never asked for is a problem too. Read
 * all fields, then call {@link #check}; values read before are only good after it. Not for
 * concurrent use.
 */
public final class JsonBody {
  private static final ErrorCode INVALID = new ErrorCode("core.body-invalid");
  private static final ErrorCode MALFORMED = new ErrorCode("core.body-malformed");

  private final Map<?, ?> fields;
  private final Set<String> asked = new HashSet<>();
  private final List<Problem> problems = new ArrayList<>();

  private JsonBody(Map<?, ?> fields) {
    this.fields = fields;
  }

  /**
   * Reads the body.
   *
   * @throws HawserException.Invalid when it is not a JSON object
   */
  public static JsonBody read(byte[] body) {
    try {
      if (Json.read(body) instanceof Map<?, ?> map) {
        return new JsonBody(map);
      }
      throw malformed("The body must be a JSON object.");
    } catch (Json.MalformedException e) {
      throw malformed("The body is not valid JSON: " + e.getMessage());
    }
  }

  /** A text of 1 to {@code maxLength} characters that is not blank; "" when it is not. */
  public String text(String name, int maxLength) {
    String value = optionalText(name, maxLength);
    if (value == null && fields.get(name) == null) {
      problem(name, "is missing");
    }
    return value == null ? "" : value;
  }

  /** The same, or null when the field is absent or null. */
  public @Nullable String optionalText(String name, int maxLength) {
    asked.add(name);
    Object value = fields.get(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof String text)) {
      problem(name, "must be a text");
    } else if (text.isBlank()) {
      problem(name, "must not be blank");
    } else if (text.length() > maxLength) {
      problem(name, "must have at most " + maxLength + " characters");
    } else if (text.indexOf('\0') >= 0) {
      problem(name, "must not contain the character U+0000");
    } else {
      return text;
    }
    return null;
  }

  /** Whether the field is there, be it null. */
  public boolean has(String name) {
    return fields.containsKey(name);
  }

  /** A whole number from 1 to 2,147,483,647, or null when the field is absent or null. */
  public @Nullable Integer optionalCount(String name) {
    asked.add(name);
    Object value = fields.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof Number number
        && number.doubleValue() == number.intValue()
        && number.intValue() > 0) {
      return number.intValue();
    }
    problem(name, "must be a whole number from 1 to " + Integer.MAX_VALUE);
    return null;
  }

  /** Yes or no, or null when the field is absent or null. */
  public @Nullable Boolean optionalFlag(String name) {
    asked.add(name);
    Object value = fields.get(name);
    if (value == null || value instanceof Boolean) {
      return (Boolean) value;
    }
    problem(name, "must be true or false");
    return null;
  }

  /** A list of texts, or null when the field is absent or null; an empty one when it is wrong. */
  public @Nullable List<String> optionalTexts(String name, int maxItems) {
    asked.add(name);
    Object value = fields.get(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof List<?> list) || !list.stream().allMatch(String.class::isInstance)) {
      problem(name, "must be a list of texts");
    } else if (list.size() > maxItems) {
      problem(name, "must have at most " + maxItems + " items");
    } else {
      return list.stream().map(String.class::cast).toList();
    }
    return List.of();
  }

  /** A moment in RFC 3339 form, or null when the field is absent or null. */
  public @Nullable Instant optionalInstant(String name) {
    asked.add(name);
    Object value = fields.get(name);
    if (value == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(String.valueOf(value)).toInstant();
    } catch (DateTimeException e) {
      problem(name, "must be a moment such as 2027-01-31T12:00:00Z");
      return null;
    }
  }

  /** Adds a problem that the caller found, for example {@code ("email", "is not an address")}. */
  public void problem(String name, String what) {
    problems.add(Problem.at("/" + name.replace("~", "~0").replace("/", "~1"), name + " " + what));
  }

  /**
   * Ends the reading.
   *
   * @throws HawserException.Invalid with all problems, if there are any
   */
  public void check() {
    for (Object name : fields.keySet()) {
      if (!asked.contains(String.valueOf(name))) {
        problem(String.valueOf(name), "is not a field of this request");
      }
    }
    if (!problems.isEmpty()) {
      throw new HawserException.Invalid(
          INVALID,
          problems.size() == 1 ? "One field is wrong." : "Some fields are wrong.",
          problems);
    }
  }

  private static HawserException.Invalid malformed(String message) {
    return new HawserException.Invalid(MALFORMED, message, List.of(Problem.at("", message)));
  }
}
