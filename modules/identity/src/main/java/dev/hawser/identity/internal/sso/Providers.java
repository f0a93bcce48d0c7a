package dev.hawser.identity.internal.sso;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hawser.core.error.HawserException;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.InstantSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What providers say of themselves, and their keys. */
@Singleton
final class Providers {
  private static final int MOST = 2_000;

  private final ProviderHttp http;
  private final InstantSource clock;
  private final Cache<String, Remembered<Provider>> described =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(Remembered.GOES_ON_FOR).build();
  private final Cache<URI, Remembered<ProviderKeys>> keys =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(Remembered.GOES_ON_FOR).build();

  Providers(ProviderHttp http, InstantSource clock) {
    this.http = http;
    this.clock = clock;
  }

  /**
   * The provider with this issuer.
   *
   * @throws HawserException.Unavailable when it does not say what it is
   */
  Provider get(String issuer) {
    return Objects.requireNonNull(
            described.get(issuer, text -> new Remembered<>(() -> discover(text), clock)))
        .get(provider -> true);
  }

  /** Asks the provider now, for somebody who is about to rely on it. */
  Provider discover(String issuer) throws ProviderException {
    URI url =
        ProviderUrl.parse(issuer)
            .filter(parsed -> parsed.getRawQuery() == null)
            .orElseThrow(
                () -> new ProviderException("it must be an https URL without query and fragment"));
    return Provider.read(issuer, http.document(Provider.document(url)));
  }

  /** The keys of a provider, read now. */
  ProviderKeys readKeys(Provider provider) throws ProviderException {
    return ProviderKeys.read(http.document(provider.keySet()));
  }

  /**
   * The keys of a provider.
   *
   * @param keyId what a token calls its key; when it is not among them, the provider is asked again
   *     unless that was done a moment ago
   * @throws HawserException.Unavailable when there are none
   */
  ProviderKeys keys(Provider provider, @Nullable String keyId) {
    return Objects.requireNonNull(
            keys.get(provider.keySet(), url -> new Remembered<>(() -> readKeys(provider), clock)))
        .get(set -> set.names(keyId));
  }
}
