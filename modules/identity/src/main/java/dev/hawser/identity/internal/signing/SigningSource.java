package dev.hawser.identity.internal.signing;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the public keys of an issuer are, and what its tokens must say.
 *
 * @param given what the customer gave
 * @param issuer null when it does not matter
 * @param audience null when the customer may say
 */
record SigningSource(
    String given, URI keySetUrl, @Nullable String issuer, @Nullable String audience) {
  static final int MAX_LENGTH = 2_000;
  private static final Set<String> OWN_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Pattern FIREBASE_PROJECT = Pattern.compile("[a-z][a-z0-9-]{4,28}[a-z0-9]");
  private static final Pattern DOMAIN =
      Pattern.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]");
  private static final URI FIREBASE_KEYS =
      URI.create(
          "https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com");

  /**
   * An address that is encrypted, so that nobody on the way can put in a key; on the machine itself
   * it need not be.
   */
  static Optional<SigningSource> jwks(String url, @Nullable String issuer) {
    try {
      URI uri = new URI(url);
      String host = uri.getHost();
      return host != null
              && ("https".equalsIgnoreCase(uri.getScheme())
                  || ("http".equalsIgnoreCase(uri.getScheme()) && OWN_MACHINE.contains(host)))
              && uri.getRawUserInfo() == null
              && uri.getRawFragment() == null
              && url.length() <= MAX_LENGTH
          ? Optional.of(new SigningSource(url, uri, issuer, null))
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /** All Firebase projects share their keys, so issuer and audience say whose token it is. */
  static Optional<SigningSource> firebase(String project) {
    return FIREBASE_PROJECT.matcher(project).matches()
        ? Optional.of(
            new SigningSource(
                project, FIREBASE_KEYS, "https://securetoken.google.com/" + project, project))
        : Optional.empty();
  }

  /** The domain of an Auth0 tenant, or the customer's own in front of it. */
  static Optional<SigningSource> auth0(String domain) {
    return domain.length() <= 253 && DOMAIN.matcher(domain).matches()
        ? Optional.of(
            new SigningSource(
                domain,
                URI.create("https://" + domain + "/.well-known/jwks.json"),
                "https://" + domain + "/",
                null))
        : Optional.empty();
  }
}
