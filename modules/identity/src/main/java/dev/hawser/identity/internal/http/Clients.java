package dev.hawser.identity.internal.http;

import dev.hawser.identity.internal.session.Client;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where requests come from. */
final class Clients {
  private static final InetAddress GONE = InetAddress.ofLiteral("0.0.0.0");

  private Clients() {}

  static Client of(HttpRequest<?> request) {
    InetSocketAddress socket = request.getRemoteAddress();
    InetAddress address = socket == null ? null : socket.getAddress();
    return new Client(
        address == null ? GONE : address, request.getHeaders().get(HttpHeaders.USER_AGENT));
  }
}
