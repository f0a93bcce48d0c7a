package dev.hawser.identity.internal.account;

import dev.hawser.core.tenancy.OrganizationId;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A row of {@code app_user}, as far as it is about the person. */
@MappedEntity(value = "app_user", schema = "identity")
record MemberRow(
    @Id UUID id,
    UUID organizationId,
    String email,
    @Nullable Instant emailVerifiedAt,
    @Nullable String firstName,
    @Nullable String lastName,
    String role,
    boolean secondFactor,
    Instant createdAt) {
  public OrganizationId organization() {
    return new OrganizationId(organizationId);
  }

  /** What others call the person. */
  String name() {
    String first = firstName == null ? "" : firstName;
    String last = lastName == null ? "" : lastName;
    String name = (first + " " + last).strip();
    return name.isEmpty() ? email : name;
  }

  @Override
  public String toString() {
    return "MemberRow[" + id + "]"; // name and address stay out of logs
  }
}
