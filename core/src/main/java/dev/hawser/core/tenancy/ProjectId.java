package dev.hawser.core.tenancy;

import dev.hawser.core.id.IdText;
import dev.hawser.core.id.TypedId;
import java.util.Optional;
import java.util.UUID;

/** A project of an organization: the owner of workflows, executions, keys and connected users. */
public record ProjectId(UUID value) implements TypedId {
  public static Optional<ProjectId> parse(String text) {
    return IdText.parse("prj", text).map(ProjectId::new);
  }

  @Override
  public String toString() {
    return IdText.format("prj", value);
  }
}
