package dev.hawser.tasks.internal.engine;

import dev.hawser.identity.Redactor;
import dev.hawser.identity.SecretValue;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The secrets that one execution may read. Their values are in memory while it runs here, and
 * nowhere else: what is recorded goes through {@link #redact}.
 *
 * @param values what expressions see as {@code secrets}
 */
record ExecutionSecrets(Map<String, String> values, Redactor redactor) {
  static final ExecutionSecrets NONE = new ExecutionSecrets(Map.of(), Redactor.NONE);

  static ExecutionSecrets of(Map<String, SecretValue> secrets) {
    if (secrets.isEmpty()) {
      return NONE;
    }
    Map<String, String> values = new LinkedHashMap<>();
    secrets.forEach((name, value) -> values.put(name, value.reveal()));
    return new ExecutionSecrets(values, Redactor.of(secrets.values()));
  }

  /** The record without values of secrets. */
  StepRecord redact(StepRecord record) {
    if (values.isEmpty()) {
      return record;
    }
    return record
        .withValues(
            redactor.redactJson(record.input()),
            redactor.redactJson(record.output()),
            redactor.redactJson(record.error()))
        .withLog(redactor.redactJson(record.log()));
  }

  @Override
  public String toString() {
    return "ExecutionSecrets" + values.keySet();
  }
}
