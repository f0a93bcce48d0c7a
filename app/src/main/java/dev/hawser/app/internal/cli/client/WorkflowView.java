package dev.hawser.app.internal.cli.client;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A workflow as the API shows it.
 *
 * @param definition the draft as a JSON value; null in a list
 * @param triggerType what starts the draft; null outside of a list, and when the server cannot say
 * @param deployedVersion null while it is not deployed
 * @param hookPath where a webhook of it listens
 */
public record WorkflowView(
    String id,
    String name,
    long revision,
    @Nullable Object definition,
    @Nullable String triggerType,
    @Nullable Long deployedVersion,
    @Nullable String hookPath,
    @Nullable Instant updatedAt) {
  /** Where the draft's webhook listens; empty when its trigger is another. */
  public Optional<String> webhook() {
    boolean has =
        "webhook".equals(triggerType)
            || (definition instanceof Map<?, ?> document
                && document.get("trigger") instanceof Map<?, ?> trigger
                && "webhook".equals(trigger.get("type")));
    return has ? Optional.ofNullable(hookPath) : Optional.empty();
  }

  static WorkflowView of(Fields json) {
    return new WorkflowView(
        json.text("id"),
        json.text("name"),
        json.number("revision"),
        json.value("definition"),
        json.optionalText("triggerType"),
        json.optionalNumber("deployedVersion"),
        json.optionalText("hookPath"),
        json.optionalInstant("updatedAt"));
  }
}
