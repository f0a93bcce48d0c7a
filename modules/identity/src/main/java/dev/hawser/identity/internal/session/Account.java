package dev.hawser.identity.internal.session;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.UserId;
import org.jspecify.annotations.Nullable;

/** The person behind a session. */
public record Account(
    UserId id,
    String email,
    @Nullable String firstName,
    @Nullable String lastName,
    OrganizationId organization,
    String organizationName) {
  static Account of(AccountRow row) {
    return new Account(
        new UserId(row.id()),
        row.email(),
        row.firstName(),
        row.lastName(),
        row.organization(),
        row.organizationName());
  }

  @Override
  public String toString() {
    return "Account[" + id + "]"; // the address stays out of logs
  }
}
