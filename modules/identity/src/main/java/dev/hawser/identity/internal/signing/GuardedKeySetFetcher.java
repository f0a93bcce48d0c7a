package dev.hawser.identity.internal.signing;

import dev.hawser.core.egress.OutboundException;
import dev.hawser.core.egress.OutboundHttp;
import dev.hawser.core.egress.OutboundRequest;
import dev.hawser.core.egress.OutboundResponse;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * Through the guarded client, because customers say which address. No redirects: a key set is where
 * the customer says, or nowhere.
 */
@Singleton
final class GuardedKeySetFetcher implements KeySetFetcher {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final long MAX_BYTES = 256 * 1_024;
  private static final int OK = 200;

  private final OutboundHttp http;

  GuardedKeySetFetcher(OutboundHttp http) {
    this.http = http;
  }

  @Override
  public byte[] fetch(URI url) throws OutboundException {
    OutboundRequest request =
        new OutboundRequest(
            "GET",
            url,
            List.of(new OutboundRequest.Header("Accept", "application/json")),
            null,
            null,
            false,
            TIMEOUT,
            MAX_BYTES);
    OutboundResponse response = http.send(request);
    if (response.status() != OK) {
      throw new OutboundException(
          OutboundException.Kind.NETWORK, "The address answered with status " + response.status());
    }
    return response.body();
  }
}
