package dev.hawser.identity.internal.token;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.audit.AuditTrail;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.UserId;
import dev.hawser.identity.internal.account.MemberChanges;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/**
 * Revokes tokens with the password: who knew the old one, or has found an open browser, may have
 * made some. Those of a member who is removed go with the row, and of a role each use asks.
 */
@Singleton
final class TokensOfMembers implements MemberChanges {
  private final TokenService tokens;
  private final TokenRepository rows;
  private final AuditTrail audit;

  TokensOfMembers(TokenService tokens, TokenRepository rows, @Named("identity") AuditTrail audit) {
    this.tokens = tokens;
    this.rows = rows;
    this.audit = audit;
  }

  @Override
  public void changing(UserId user, Change change) {
    switch (change) {
      case PASSWORD_CHANGED -> revokeAll(user, "passwords.changed");
      case PASSWORD_RESET -> revokeAll(user, "passwords.reset");
      case REMOVED, ROLE -> {}
    }
  }

  private void revokeAll(UserId user, String because) {
    OrganizationId organization = new OrganizationId(rows.organization(user.value()).orElseThrow());
    String actor = user.toString();
    tokens
        .revokeAll(user, actor)
        .forEach(
            token ->
                audit.record(
                    AuditEvent.of(organization, null, actor, "tokens.revoked")
                        .on("token", token)
                        .with("because", because)));
  }
}
