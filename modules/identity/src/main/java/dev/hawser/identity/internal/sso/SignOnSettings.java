package dev.hawser.identity.internal.sso;

import dev.hawser.core.config.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator says about single sign-on.
 *
 * @param issuer exactly as the provider writes it
 * @param clientSecret null leaves the one that is stored
 * @param scopes {@code openid} among them
 * @param groupsClaim where tokens say the groups
 * @param domains of e-mail addresses; none means any
 * @param jitUsers whether somebody becomes a member by signing in
 * @param trustEmail whether addresses count as verified although the provider does not say so
 * @param enforced whether it is the only way for members to sign in
 */
public record SignOnSettings(
    String issuer,
    String clientId,
    @Nullable Secret clientSecret,
    List<String> scopes,
    String groupsClaim,
    RoleMapping roles,
    List<String> domains,
    boolean jitUsers,
    boolean trustEmail,
    boolean enforced) {
  public SignOnSettings {
    scopes = List.copyOf(scopes);
    domains = List.copyOf(domains);
  }
}
