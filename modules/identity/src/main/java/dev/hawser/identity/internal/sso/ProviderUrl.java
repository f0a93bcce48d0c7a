package dev.hawser.identity.internal.sso;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/**
 * Addresses that a provider may have: encrypted, so that nobody on the way can put in a key or read
 * a code; on the machine itself they need not be.
 */
final class ProviderUrl {
  static final int MAX_LENGTH = 2_000;
  private static final Set<String> OWN_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private ProviderUrl() {}

  /** The address, if it is one. */
  static Optional<URI> parse(String text) {
    try {
      URI url = new URI(text);
      String host = url.getHost();
      boolean safe =
          host != null
              && ("https".equalsIgnoreCase(url.getScheme())
                  || ("http".equalsIgnoreCase(url.getScheme()) && OWN_MACHINE.contains(host)));
      return safe
              && url.getRawUserInfo() == null
              && url.getRawFragment() == null
              && text.length() <= MAX_LENGTH
          ? Optional.of(url)
          : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
