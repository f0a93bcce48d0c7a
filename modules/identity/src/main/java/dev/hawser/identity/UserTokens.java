package dev.hawser.identity;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.ProjectId;

/** Verifies user tokens: JSON Web Tokens (RS256) that customers sign for their users. */
public interface UserTokens {
  /**
   * Whose token it is. A user who is seen for the first time is created. May block on the database,
   * and for a token of an unknown key on the issuer's key set. Thread-safe. A key that is revoked
   * or a user who is disabled is refused at once on the replica where that was done, within two
   * seconds on the others.
   *
   * @throws HawserException.Unauthenticated when the token does not hold; the code says why
   * @throws HawserException.AccessDenied when the user is disabled or being deleted
   * @throws HawserException.NotFound when there is no such project
   * @throws HawserException.Unavailable when the issuer's keys were never read and cannot be now
   */
  ConnectedUser verify(ProjectId project, String token);
}
