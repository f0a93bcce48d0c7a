package dev.hawser.identity.internal.sso;

import dev.hawser.core.config.Secret;
import dev.hawser.core.error.HawserException;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a provider gives for a code, and for the access token that comes with it. */
@Singleton
final class TokenExchange {
  /** Who asks. */
  record ClientCredentials(String clientId, Secret secret) {}

  /**
   * @param verifier of which the provider has seen the hash (RFC 7636)
   */
  record Code(Secret code, Secret verifier, String redirectUri) {}

  /**
   * @param access null when the provider gives none
   */
  record Tokens(Secret id, @Nullable Secret access) {}

  private final ProviderHttp http;

  TokenExchange(ProviderHttp http) {
    this.http = http;
  }

  /**
   * Gives the code away for tokens. The provider takes it once.
   *
   * @throws HawserException.Unauthenticated when the provider refuses
   * @throws HawserException.Unavailable when it does not answer
   */
  Tokens exchange(Provider provider, ClientCredentials client, Code code) {
    ProviderHttp.Answer answer = ask(provider, client, code);
    if (!answer.isOk()) {
      throw SignOnErrors.provider("The provider gives no tokens: " + error(answer) + ".");
    }
    if (!(answer.json().get("id_token") instanceof String id)) {
      throw SignOnErrors.provider(
          "The provider gives no ID token; openid must be among the scopes.");
    }
    return new Tokens(
        new Secret(id),
        answer.json().get("access_token") instanceof String access ? new Secret(access) : null);
  }

  /**
   * What the provider says to a code that it never gave, with these credentials: whether they are
   * right shows in the error.
   */
  String tryCredentials(Provider provider, ClientCredentials client, String redirectUri)
      throws ProviderException {
    Code none = new Code(new Secret("none"), new Secret("n".repeat(43)), redirectUri);
    ProviderHttp.Answer answer = send(provider, client, none);
    return answer.isOk() ? "a code that does not exist was taken" : error(answer);
  }

  private ProviderHttp.Answer ask(Provider provider, ClientCredentials client, Code code) {
    try {
      return send(provider, client, code);
    } catch (ProviderException e) {
      throw SignOnErrors.down(e.why());
    }
  }

  private ProviderHttp.Answer send(Provider provider, ClientCredentials client, Code code)
      throws ProviderException {
    Map<String, String> form = new HashMap<>();
    form.put("grant_type", "authorization_code");
    form.put("code", code.code().reveal());
    form.put("redirect_uri", code.redirectUri());
    form.put("code_verifier", code.verifier().reveal());
    if (provider.postsSecret()) {
      form.put("client_id", client.clientId());
      form.put("client_secret", client.secret().reveal());
      return http.post(provider.token(), null, form);
    }
    return http.post(provider.token(), basic(client), form);
  }

  /** Each part encoded as in a form, as RFC 6749, 2.3.1 has it. */
  private static Secret basic(ClientCredentials client) {
    String pair =
        ProviderHttp.encoded(client.clientId())
            + ":"
            + ProviderHttp.encoded(client.secret().reveal());
    return new Secret(
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.US_ASCII)));
  }

  /**
   * What the provider says of somebody beyond the ID token.
   *
   * @throws HawserException.Unauthenticated when it refuses, or speaks of somebody else
   * @throws HawserException.Unavailable when it does not answer
   */
  Map<?, ?> userInfo(Provider provider, Tokens tokens, Object subject) {
    ProviderHttp.Answer answer;
    try {
      answer =
          http.get(
              Objects.requireNonNull(provider.userInfo()), Objects.requireNonNull(tokens.access()));
    } catch (ProviderException e) {
      throw SignOnErrors.down(e.why());
    }
    if (!answer.isOk()) {
      throw SignOnErrors.provider(
          "The provider's userinfo answered with status " + answer.status() + ".");
    }
    if (!subject.equals(answer.json().get("sub"))) {
      throw SignOnErrors.provider("The provider's userinfo speaks of somebody else.");
    }
    return answer.json();
  }

  private static String error(ProviderHttp.Answer answer) {
    return cleaned(answer.json().get("error"));
  }

  /** An error code of OAuth 2.0 as it may be shown; what somebody else writes can be anything. */
  static String cleaned(@Nullable Object error) {
    String text = String.valueOf(error);
    return text.matches("[a-zA-Z0-9_.-]{1,60}") ? text : "an error without a name";
  }
}
