package dev.hawser.identity.internal.http;

import dev.hawser.core.http.ClientAddresses;
import dev.hawser.identity.internal.session.Client;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;

/** Where requests come from, behind whatever proxies are trusted. */
@Singleton
final class Clients {
  private final ClientAddresses addresses;

  Clients(ClientAddresses addresses) {
    this.addresses = addresses;
  }

  Client of(HttpRequest<?> request) {
    return new Client(addresses.of(request), request.getHeaders().get(HttpHeaders.USER_AGENT));
  }
}
