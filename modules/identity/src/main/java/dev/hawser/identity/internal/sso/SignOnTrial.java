package dev.hawser.identity.internal.sso;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.identity.internal.sso.TokenExchange.ClientCredentials;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Tells an administrator what is wrong with the provider or with what it was told of us. */
@Singleton
public final class SignOnTrial {
  /**
   * One thing that has to be right.
   *
   * @param name {@code discovery}, {@code keys} or {@code client}
   * @param message what was found, for people
   */
  public record Check(String name, boolean works, String message) {}

  private final SignOnRepository rows;
  private final ClientSecrets secrets;
  private final Providers providers;
  private final TokenExchange exchange;

  SignOnTrial(
      SignOnRepository rows, ClientSecrets secrets, Providers providers, TokenExchange exchange) {
    this.rows = rows;
    this.secrets = secrets;
    this.providers = providers;
    this.exchange = exchange;
  }

  /**
   * Tries what can be tried without a person; the first thing that fails is the last one tried.
   *
   * @param redirectUri where the provider would send the browser back to
   * @throws HawserException.NotFound when there is no single sign-on
   */
  public List<Check> run(OrganizationId organization, String redirectUri) {
    SignOnRow row = rows.find(organization).orElseThrow(SignOnErrors::notFound);
    List<Check> checks = new ArrayList<>();
    String step = "discovery";
    try {
      Provider provider = providers.discover(row.issuer());
      checks.add(new Check(step, true, "The provider describes itself as " + provider.issuer()));
      step = "keys";
      int keys = providers.readKeys(provider).keys().size();
      checks.add(new Check(step, true, "The provider has %d usable keys".formatted(keys)));
      step = "client";
      String said =
          exchange.tryCredentials(
              provider, new ClientCredentials(row.clientId(), secrets.open(row)), redirectUri);
      checks.add(client(said));
    } catch (ProviderException e) {
      checks.add(new Check(step, false, e.why()));
    }
    return checks;
  }

  /** Who may not ask is told so before the code is looked at. */
  private static Check client(String said) {
    return switch (said) {
      case "invalid_grant" ->
          new Check("client", true, "The provider takes the client id and the secret");
      case "invalid_client" ->
          new Check("client", false, "The provider does not take the client id or the secret");
      case "unauthorized_client" ->
          new Check("client", false, "The client may not use the authorization code flow");
      default ->
          new Check("client", false, "The provider answers to a code that it never gave: " + said);
    };
  }
}
