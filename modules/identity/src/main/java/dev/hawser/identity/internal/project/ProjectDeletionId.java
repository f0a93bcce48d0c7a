package dev.hawser.identity.internal.project;

import dev.hawser.core.id.IdText;
import dev.hawser.core.id.TypedId;
import java.util.Optional;
import java.util.UUID;

/** The deletion of a project. */
public record ProjectDeletionId(UUID value) implements TypedId {
  public static Optional<ProjectDeletionId> parse(String text) {
    return IdText.parse("prd", text).map(ProjectDeletionId::new);
  }

  @Override
  public String toString() {
    return IdText.format("prd", value);
  }
}
