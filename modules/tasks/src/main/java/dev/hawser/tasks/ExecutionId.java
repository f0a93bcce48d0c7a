package dev.hawser.tasks;

import dev.hawser.core.id.IdText;
import dev.hawser.core.id.TypedId;
import java.util.Optional;
import java.util.UUID;

/** One run of a workflow. Ids ascend with the time of acceptance. */
public record ExecutionId(UUID value) implements TypedId {
  public static Optional<ExecutionId> parse(String text) {
    return IdText.parse("exe", text).map(ExecutionId::new);
  }

  @Override
  public String toString() {
    return IdText.format("exe", value);
  }
}
