package dev.hawser.identity;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;

/**
 * A user of a customer.
 *
 * @param id ours; what other modules store
 * @param userId what the customer calls the user: the {@code sub} of the token. It may be an e-mail
 *     address, so it belongs into no log line
 */
public record ConnectedUser(
    OrganizationId organization, ProjectId project, ConnectedUserId id, String userId) {
  /** Of a user id, in characters. */
  public static final int MAX_USER_ID = 256;

  @Override
  public String toString() {
    return "ConnectedUser[" + id + "]";
  }
}
