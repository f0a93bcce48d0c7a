package dev.hawser.workflows;

import dev.hawser.core.id.IdText;
import dev.hawser.core.id.TypedId;
import java.util.Optional;
import java.util.UUID;

/** A workflow of a project. It keeps its id through all versions. */
public record WorkflowId(UUID value) implements TypedId {
  public static Optional<WorkflowId> parse(String text) {
    return IdText.parse("wf", text).map(WorkflowId::new);
  }

  @Override
  public String toString() {
    return IdText.format("wf", value);
  }
}
