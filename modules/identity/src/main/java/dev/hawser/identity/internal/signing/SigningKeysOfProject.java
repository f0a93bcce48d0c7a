package dev.hawser.identity.internal.signing;

import dev.hawser.core.tenancy.ProjectData;
import dev.hawser.core.tenancy.ProjectId;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * The signing keys of a project that is deleted, and key sets that no project names any more: their
 * addresses are the customer's.
 */
@Singleton
final class SigningKeysOfProject implements ProjectData {
  private final SigningKeyRepository keys;

  SigningKeysOfProject(SigningKeyRepository keys) {
    this.keys = keys;
  }

  @Override
  public String name() {
    return "signing-keys";
  }

  @Override
  public Deleted delete(ProjectId project, @Nullable String place, int limit) {
    int deleted = keys.deleteOf(project, limit);
    return Deleted.of(deleted == 0 ? keys.deleteUnnamedKeySets(limit) : deleted, limit);
  }
}
