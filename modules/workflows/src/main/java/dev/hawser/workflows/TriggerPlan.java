package dev.hawser.workflows;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What starts a workflow. */
public sealed interface TriggerPlan {
  /**
   * An HTTP request to the workflow's hook.
   *
   * @param status of the answer once the execution is accepted
   * @param headers of that answer
   * @param body of that answer as a JSON value; null for the default, which names the execution
   * @param waits whether the caller waits for a {@link StepPlan.Respond}, which answers instead
   */
  record Webhook(int status, Map<String, String> headers, @Nullable Object body, boolean waits)
      implements TriggerPlan {
    public Webhook {
      headers = Map.copyOf(headers);
    }
  }

  /** A call of the API, a person in the console, or a test. */
  record Manual() implements TriggerPlan {}
}
