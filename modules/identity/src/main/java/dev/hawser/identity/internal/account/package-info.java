/**
 * Members of an organization: who they are, how they come (invitations), change (profile, address,
 * password, role) and go. Signing in is not here: rooms that keep credentials of members hear of
 * what ends them through {@link dev.hawser.identity.internal.account.MemberChanges}.
 */
@NullMarked
package dev.hawser.identity.internal.account;

import org.jspecify.annotations.NullMarked;
