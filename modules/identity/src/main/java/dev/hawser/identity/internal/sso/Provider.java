package dev.hawser.identity.internal.sso;

import dev.hawser.core.json.Json;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of itself (OpenID Connect Discovery 1.0), as far as we need it.
 *
 * @param userInfo null when it has no such place
 * @param algorithms with which it may sign ID tokens: those that it names and we take
 * @param postsSecret whether the secret goes into the form, because it does not take it in a header
 * @param namesItself whether every answer through the browser says who it is of (RFC 9207)
 */
record Provider(
    String issuer,
    URI authorization,
    URI token,
    @Nullable URI userInfo,
    URI keySet,
    Set<String> algorithms,
    boolean postsSecret,
    boolean namesItself) {
  /** Asymmetric ones only: with a shared secret or none anybody could make a token. */
  static final Set<String> TAKEN =
      Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

  /** Where a provider describes itself. */
  static URI document(URI issuer) {
    String text = issuer.toString();
    String base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    return URI.create(base + "/.well-known/openid-configuration");
  }

  /**
   * Reads what an issuer says of itself.
   *
   * @throws ProviderException when it is another one's, or of no use
   */
  static Provider read(String issuer, byte[] document) throws ProviderException {
    Map<?, ?> json = object(document);
    if (!issuer.equals(json.get("issuer"))) {
      throw new ProviderException(
          "the provider calls itself %s, which must be the same to the letter"
              .formatted(quoted(json.get("issuer"))));
    }
    require(json, "response_types_supported", "code", List.of("code"));
    require(json, "grant_types_supported", "authorization_code", List.of("authorization_code"));
    require(json, "code_challenge_methods_supported", "S256", List.of("S256"));
    Set<String> algorithms =
        new TreeSet<>(texts(json, "id_token_signing_alg_values_supported", List.of("RS256")));
    algorithms.retainAll(TAKEN);
    if (algorithms.isEmpty()) {
      throw new ProviderException(
          "the provider signs ID tokens with none of " + String.join(", ", new TreeSet<>(TAKEN)));
    }
    return new Provider(
        issuer,
        url(json, "authorization_endpoint"),
        url(json, "token_endpoint"),
        json.get("userinfo_endpoint") == null ? null : url(json, "userinfo_endpoint"),
        url(json, "jwks_uri"),
        Set.copyOf(algorithms),
        postsSecret(json),
        Boolean.TRUE.equals(json.get("authorization_response_iss_parameter_supported")));
  }

  private static boolean postsSecret(Map<?, ?> json) throws ProviderException {
    List<String> ways =
        texts(json, "token_endpoint_auth_methods_supported", List.of("client_secret_basic"));
    if (ways.contains("client_secret_basic")) {
      return false;
    }
    if (ways.contains("client_secret_post")) {
      return true;
    }
    throw new ProviderException(
        "the provider takes neither client_secret_basic nor client_secret_post");
  }

  private static Map<?, ?> object(byte[] document) throws ProviderException {
    try {
      if (Json.read(document) instanceof Map<?, ?> json) {
        return json;
      }
    } catch (Json.MalformedException e) {
      // said below
    }
    throw new ProviderException("the provider's description of itself is not a JSON object");
  }

  /** What a provider does not say it is taken to do: many leave these out. */
  private static void require(Map<?, ?> json, String name, String needed, List<String> otherwise)
      throws ProviderException {
    if (!texts(json, name, otherwise).contains(needed)) {
      throw new ProviderException("the provider does not support %s (%s)".formatted(needed, name));
    }
  }

  private static List<String> texts(Map<?, ?> json, String name, List<String> otherwise)
      throws ProviderException {
    Object value = json.get(name);
    if (value == null) {
      return otherwise;
    }
    if (!(value instanceof List<?> list)) {
      throw new ProviderException("the provider's %s is not a list".formatted(name));
    }
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(String.valueOf(item)));
    return texts;
  }

  private static URI url(Map<?, ?> json, String name) throws ProviderException {
    if (json.get(name) instanceof String text) {
      return ProviderUrl.parse(text)
          .orElseThrow(
              () -> new ProviderException("the provider's %s is not an https URL".formatted(name)));
    }
    throw new ProviderException("the provider has no %s".formatted(name));
  }

  /** Of what somebody else has written, so that it cannot be mistaken for our own words. */
  private static String quoted(@Nullable Object value) {
    String text = String.valueOf(value);
    String cut = text.length() > 200 ? text.substring(0, 200) + "…" : text;
    return '"' + cut.replaceAll("\\p{Cntrl}", "?") + '"';
  }
}
