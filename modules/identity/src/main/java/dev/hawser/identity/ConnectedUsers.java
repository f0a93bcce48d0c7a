package dev.hawser.identity;

import dev.hawser.core.tenancy.ProjectId;
import java.util.Optional;

/** The users of customers, for other modules. Reads the database; not for the hot path. */
public interface ConnectedUsers {
  /** The user with this id; empty when there is none in this project, or no more. */
  Optional<ConnectedUserProfile> find(ProjectId project, ConnectedUserId user);

  /** The user whom the customer calls so; empty when that user was never seen. */
  Optional<ConnectedUserProfile> findByUserId(ProjectId project, String userId);
}
