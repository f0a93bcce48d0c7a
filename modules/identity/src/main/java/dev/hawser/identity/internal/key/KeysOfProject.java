package dev.hawser.identity.internal.key;

import dev.hawser.core.tenancy.ProjectData;
import dev.hawser.core.tenancy.ProjectId;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** The API keys of a project that is deleted, revoked ones too. */
@Singleton
final class KeysOfProject implements ProjectData {
  private final ApiKeyRepository keys;

  KeysOfProject(ApiKeyRepository keys) {
    this.keys = keys;
  }

  @Override
  public String name() {
    return "api-keys";
  }

  @Override
  public Deleted delete(ProjectId project, @Nullable String place, int limit) {
    return Deleted.of(keys.deleteOf(project, limit), limit);
  }
}
