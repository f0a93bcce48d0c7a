package dev.hawser.tasks.internal.http;

import dev.hawser.core.config.NearestName;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a test is asked to do, see {@link ExecutionSchemas.TestRequest}.
 *
 * @param trigger what expressions see as {@code trigger}; null when it is not given
 */
record TestRequestBody(
    @Nullable Map<?, ?> trigger,
    @Nullable String execution,
    @Nullable String from,
    @Nullable String to,
    Map<String, @Nullable Object> outputs) {
  private static final ErrorCode INVALID = new ErrorCode("tasks.test-invalid");
  private static final List<String> FIELDS =
      List.of("trigger", "execution", "from", "to", "outputs");

  /**
   * @throws HawserException.Invalid with everything that is wrong with it
   */
  static TestRequestBody read(byte @Nullable [] bytes) {
    List<Problem> problems = new ArrayList<>();
    Map<?, ?> body = object(bytes, problems);
    for (Object name : body.keySet()) {
      String field = String.valueOf(name);
      if (!FIELDS.contains(field)) {
        String nearest = NearestName.of(field, FIELDS).orElse(null);
        problems.add(
            new Problem("/" + field, "there is no field " + field, null, nearest, null, null));
      }
    }
    Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
    Map<?, ?> given = map(body, "outputs", problems);
    if (given != null) {
      given.forEach((step, output) -> outputs.put(String.valueOf(step), output));
    }
    TestRequestBody read =
        new TestRequestBody(
            map(body, "trigger", problems),
            text(body, "execution", problems),
            text(body, "from", problems),
            text(body, "to", problems),
            outputs);
    if (!problems.isEmpty()) {
      throw new HawserException.Invalid(INVALID, "The test is not described well.", problems);
    }
    return read;
  }

  private static Map<?, ?> object(byte @Nullable [] bytes, List<Problem> problems) {
    if (bytes == null || bytes.length == 0) {
      return Map.of();
    }
    try {
      if (Json.read(bytes) instanceof Map<?, ?> map) {
        return map;
      }
      problems.add(Problem.at("", "must be an object"));
    } catch (Json.MalformedException e) {
      problems.add(Problem.at("", "is not JSON: " + e.getMessage()));
    }
    return Map.of();
  }

  private static @Nullable Map<?, ?> map(Map<?, ?> body, String name, List<Problem> problems) {
    Object value = body.get(name);
    if (value == null || value instanceof Map<?, ?>) {
      return (Map<?, ?>) value;
    }
    problems.add(Problem.at("/" + name, name + " must be an object"));
    return null;
  }

  private static @Nullable String text(Map<?, ?> body, String name, List<Problem> problems) {
    Object value = body.get(name);
    if (value == null || value instanceof String) {
      return (String) value;
    }
    problems.add(Problem.at("/" + name, name + " must be a text"));
    return null;
  }
}
