package dev.hawser.workflows.internal.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an app event is to be.
 *
 * @param example as JSON text
 * @param schema as JSON text
 */
public record NewEvent(String name, @Nullable String description, String example, String schema) {
  private static final ErrorCode INVALID = new ErrorCode("workflows.event-invalid");
  private static final Pattern NAME = Pattern.compile("[a-z][a-zA-Z0-9_.-]{0,63}");
  private static final int LARGEST_EXAMPLE = 256 << 10;
  private static final int LONGEST_DESCRIPTION = 4000;
  private static final List<String> FIELDS = List.of("name", "description", "example");

  /** Whether there can be an event of this name. */
  static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * Reads the body of a request.
   *
   * @throws HawserException.Invalid with all problems
   */
  public static NewEvent read(String name, byte[] body) {
    List<Problem> problems = new ArrayList<>();
    Map<?, ?> fields = object(body);
    if (!isName(name)) {
      problems.add(
          Problem.at(
              "/name",
              "the name of an event begins with a small letter and has at most 64 letters, digits,"
                  + " dots, dashes and underscores"));
    }
    if (fields.get("name") != null && !name.equals(fields.get("name"))) {
      problems.add(Problem.at("/name", "name is not the one of the path, \"" + name + "\""));
    }
    for (Object field : fields.keySet()) {
      if (!FIELDS.contains(String.valueOf(field))) {
        String token = String.valueOf(field).replace("~", "~0").replace("/", "~1");
        problems.add(Problem.at("/" + token, field + " is not a field of an event"));
      }
    }
    String description = description(fields.get("description"), problems);
    Object example = fields.get("example");
    String text = new String(Json.write(example), UTF_8);
    if (example == null) {
      problems.add(Problem.at("/example", "example is missing: what does a payload look like?"));
    } else if (text.getBytes(UTF_8).length > LARGEST_EXAMPLE) {
      problems.add(Problem.at("/example", "example must have at most 256 KiB as JSON"));
    }
    if (!problems.isEmpty()) {
      throw new HawserException.Invalid(INVALID, "The event is not right.", problems);
    }
    String schema = new String(Json.write(SchemaInference.of(example)), UTF_8);
    return new NewEvent(name, description, text, schema);
  }

  private static Map<?, ?> object(byte[] body) {
    String message;
    try {
      if (Json.read(body) instanceof Map<?, ?> map) {
        return map;
      }
      message = "The body must be a JSON object.";
    } catch (Json.MalformedException e) {
      message = "The body is not valid JSON: " + e.getMessage();
    }
    throw new HawserException.Invalid(INVALID, message, List.of(Problem.at("", message)));
  }

  private static @Nullable String description(@Nullable Object value, List<Problem> problems) {
    if (value == null) {
      return null;
    }
    if (value instanceof String text
        && text.length() <= LONGEST_DESCRIPTION
        && text.indexOf('\0') < 0) {
      return text.isBlank() ? null : text;
    }
    problems.add(
        Problem.at(
            "/description",
            "description must be a text of at most " + LONGEST_DESCRIPTION + " characters"));
    return null;
  }
}
