package dev.hawser.identity.internal.account;

import dev.hawser.identity.Role;
import org.jspecify.annotations.Nullable;

/**
 * Which members are wanted; null means all.
 *
 * @param search the start of the address, of the whole name or of the last name, in any case
 */
public record MemberFilter(@Nullable Role role, @Nullable Status status, @Nullable String search) {
  /** How far a member is. */
  public enum Status {
    /** The address is proven. */
    ACTIVE,
    /** It is not. */
    UNVERIFIED
  }
}
