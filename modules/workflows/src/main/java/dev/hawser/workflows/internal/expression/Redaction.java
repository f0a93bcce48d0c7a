package dev.hawser.workflows.internal.expression;

import dev.hawser.workflows.Scope;
import java.util.Map;

/** Takes the values of secrets out of messages. Messages avoid them; this is the second net. */
final class Redaction {
  private static final int SHORTEST = 3;

  private Redaction() {}

  static ExpressionFailure of(Usage usage, Scope scope, ExpressionFailure failure) {
    if (!usage.reads("secrets") || !(scope.root("secrets") instanceof Map<?, ?> secrets)) {
      return failure;
    }
    String text = failure.text();
    for (Object secret : secrets.values()) {
      if (secret instanceof String value && value.length() >= SHORTEST) {
        text = text.replace(value, "***");
      }
    }
    return new ExpressionFailure(text, failure.isMissing(), failure.offset());
  }
}
