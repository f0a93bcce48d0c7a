package dev.hawser.identity.internal.team;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code app_user}, as far as a team knows it. */
@MappedEntity(value = "app_user", schema = "identity")
record PersonRow(@Id UUID id, String email, @Nullable String firstName, @Nullable String lastName) {
  @Override
  public String toString() {
    return "PersonRow[" + id + "]"; // name and address stay out of logs
  }
}
