package dev.hawser.identity.internal.sso;

import dev.hawser.core.config.Secret;
import dev.hawser.core.error.HawserException;
import dev.hawser.identity.internal.sso.SignOnAttempts.Begun;
import dev.hawser.identity.internal.sso.SignOnEnd.Arrival;
import dev.hawser.identity.internal.sso.TokenExchange.ClientCredentials;
import dev.hawser.identity.internal.sso.TokenExchange.Code;
import dev.hawser.identity.internal.sso.TokenExchange.Tokens;
import jakarta.inject.Singleton;
import java.util.Map;

/** From what the browser brings back to somebody whom the provider vouches for. */
@Singleton
final class CodeFlow {
  private final ClientSecrets secrets;
  private final Providers providers;
  private final TokenExchange exchange;
  private final IdTokens idTokens;

  CodeFlow(ClientSecrets secrets, Providers providers, TokenExchange exchange, IdTokens idTokens) {
    this.secrets = secrets;
    this.providers = providers;
    this.exchange = exchange;
    this.idTokens = idTokens;
  }

  /**
   * Asks the provider who has come.
   *
   * @throws HawserException.Unauthenticated when it says nobody, or what it says does not hold
   * @throws HawserException.Unavailable when it does not answer
   */
  Person person(SignOnRow row, Arrival arrival, Begun begun) {
    Provider provider = providers.get(row.issuer());
    String issuer = arrival.issuer();
    if (issuer == null ? provider.namesItself() : !issuer.equals(row.issuer())) {
      throw SignOnErrors.provider("The answer is not one of the provider that was asked (iss).");
    }
    Secret code = arrival.code();
    if (code == null || arrival.error() != null) {
      throw SignOnErrors.denied(TokenExchange.cleaned(arrival.error()));
    }
    Tokens tokens =
        exchange.exchange(
            provider,
            new ClientCredentials(row.clientId(), secrets.open(row)),
            new Code(code, begun.verifier(), arrival.redirectUri()));
    Map<?, ?> claims =
        idTokens.check(tokens.id(), new IdTokens.Expected(provider, row.clientId(), begun.nonce()));
    SignOnSettings settings = row.settings();
    boolean asks =
        provider.userInfo() != null
            && tokens.access() != null
            && Person.isIncomplete(claims, settings);
    Map<?, ?> more =
        asks ? exchange.userInfo(provider, tokens, String.valueOf(claims.get("sub"))) : Map.of();
    return Person.of(claims, more, settings.groupsClaim());
  }
}
