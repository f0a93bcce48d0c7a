package dev.hawser.tasks.internal.engine;

import dev.hawser.tasks.internal.payload.PayloadLostException;
import dev.hawser.tasks.internal.store.ValueTooLargeException;
import java.util.Locale;
import java.util.Map;

/** Why an execution fails that no step of it is the reason for, as history shows it. */
final class EngineErrors {
  static final Object BUG = error("internal", "The engine failed; the server's log says why");
  static final Object VERSION_MISSING =
      error("version-missing", "The workflow's version does not exist any more");
  static final Object TEST_INTERRUPTED =
      error(
          "test-interrupted",
          "The server that ran the test ended or lost its database; start it again");

  private EngineErrors() {}

  static Object lost(PayloadLostException e) {
    String reason = e.reason().name().toLowerCase(Locale.ROOT);
    return error(
        "payload-" + reason,
        "A large value that this execution needs to go on is " + reason + " in the blob store");
  }

  static Object tooLarge(ValueTooLargeException e) {
    return error("too-large", String.valueOf(e.getMessage()));
  }

  private static Object error(String code, String message) {
    return Map.of("code", code, "message", message);
  }
}
