package dev.hawser.identity.internal.signing;

import dev.hawser.core.tenancy.OrganizationId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The active signing keys of a project as the database had them at a moment.
 *
 * @param organization null when there is no such project
 */
record ProjectKeySet(@Nullable OrganizationId organization, List<SigningKey> keys) {
  ProjectKeySet {
    keys = List.copyOf(keys);
  }

  @Nullable SigningKey find(UUID id) {
    for (SigningKey key : keys) { // a handful
      if (key.id().equals(id)) {
        return key;
      }
    }
    return null;
  }
}
