package dev.hawser.identity.internal.account;

import dev.hawser.identity.Role;
import dev.hawser.identity.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A member as others of the organization see them.
 *
 * @param emailVerified whether it is proven that the address is theirs
 * @param secondFactor whether they have one in force
 */
public record Profile(
    UserId id,
    String email,
    boolean emailVerified,
    @Nullable String firstName,
    @Nullable String lastName,
    Role role,
    boolean secondFactor,
    Instant createdAt) {
  static Profile of(MemberRow row) {
    return new Profile(
        new UserId(row.id()),
        row.email(),
        row.emailVerifiedAt() != null,
        row.firstName(),
        row.lastName(),
        Role.find(row.role()).orElseThrow(),
        row.secondFactor(),
        row.createdAt());
  }

  @Override
  public String toString() {
    return "Profile[" + id + "]"; // name and address stay out of logs
  }
}
