package dev.hawser.identity.internal.http;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.error.Problem;
import dev.hawser.core.json.Json;
import dev.hawser.identity.internal.connected.ConnectedUserService.Change;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what is to change about a connected user, and says all that is wrong with it. */
final class UserChange {
  private static final ErrorCode INVALID = new ErrorCode("core.body-invalid");
  private static final ErrorCode MALFORMED = new ErrorCode("core.body-malformed");

  private final List<Problem> problems = new ArrayList<>();
  private @Nullable Map<?, ?> metadata;
  private @Nullable Boolean active;

  private UserChange() {}

  static Change read(byte[] body) {
    try {
      if (Json.read(body) instanceof Map<?, ?> fields) {
        UserChange change = new UserChange();
        fields.forEach((name, value) -> change.field(String.valueOf(name), value));
        return change.checked();
      }
      throw malformed("The body must be a JSON object.");
    } catch (Json.MalformedException e) {
      throw malformed("The body is not valid JSON: " + e.getMessage());
    }
  }

  private void field(String name, @Nullable Object value) {
    switch (name) {
      case "metadata" -> {
        if (value instanceof Map<?, ?> map) {
          metadata = map;
        } else {
          problem(name, "must be a JSON object");
        }
      }
      case "status" -> {
        if ("active".equals(value) || "disabled".equals(value)) {
          active = "active".equals(value);
        } else {
          problem(name, "must be active or disabled");
        }
      }
      default -> problem(name, "is not a field of this request");
    }
  }

  private Change checked() {
    if (!problems.isEmpty()) {
      String message = problems.size() == 1 ? "One field is wrong." : "Some fields are wrong.";
      throw new HawserException.Invalid(INVALID, message, problems);
    }
    return new Change(metadata, active);
  }

  private void problem(String name, String what) {
    String pointer = "/" + name.replace("~", "~0").replace("/", "~1");
    problems.add(Problem.at(pointer, name + " " + what));
  }

  private static HawserException.Invalid malformed(String message) {
    return new HawserException.Invalid(MALFORMED, message, List.of(Problem.at("", message)));
  }
}
