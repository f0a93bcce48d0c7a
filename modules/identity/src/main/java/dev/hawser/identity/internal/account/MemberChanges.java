package dev.hawser.identity.internal.account;

import dev.hawser.identity.UserId;

/**
 * What a room implements that keeps credentials of members: sessions, personal tokens. Every bean
 * of this type is called for every change.
 */
public interface MemberChanges {
  /** What happens to the member. */
  enum Change {
    /** The member is not there any more: all credentials end. */
    REMOVED,
    /** The password was reset by a link: all credentials end, for somebody else may have had it. */
    PASSWORD_RESET,
    /** The member has changed the password, and keeps the session in which it was done. */
    PASSWORD_CHANGED,
    /** The role is another one: what is remembered of it does not hold. */
    ROLE
  }

  /**
   * Ends credentials, in the transaction of the change: all or nothing. For {@link Change#REMOVED}
   * the row of the user is deleted after it; rows that refer to it must be gone then, or cascade.
   * What is remembered outside of the database must end by itself, within two seconds.
   */
  void changing(UserId user, Change change);
}
