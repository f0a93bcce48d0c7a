package dev.hawser.identity.internal.secret;

import dev.hawser.core.tenancy.ProjectData;
import dev.hawser.core.tenancy.ProjectId;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/**
 * What the vault has of a project that is deleted: its secrets, and every other value with its data
 * key. Who has read which of them stays in the access log.
 */
@Singleton
final class SecretsOfProject implements ProjectData {
  private final SecretRepository secrets;
  private final SealedRepository items;
  private final SecretCache cache;

  SecretsOfProject(SecretRepository secrets, SealedRepository items, SecretCache cache) {
    this.secrets = secrets;
    this.items = items;
    this.cache = cache;
  }

  @Override
  public String name() {
    return "secrets";
  }

  @Override
  public Deleted delete(ProjectId project, @Nullable String place, int limit) {
    int deleted = secrets.deleteOf(project, limit);
    if (deleted == 0) {
      deleted = items.deleteOf(project, limit);
    }
    if (deleted > 0) {
      cache.changed(project);
    }
    return deleted == 0 ? Deleted.NOTHING : new Deleted(deleted, Left.SOME, null);
  }
}
