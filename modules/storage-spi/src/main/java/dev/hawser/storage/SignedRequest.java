package dev.hawser.storage;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

/**
 * A request that carries its own permission.
 *
 * @param method {@code GET} or {@code PUT}
 * @param url where to send it; the signature is in it, so it is a secret until it expires
 * @param headers must be sent exactly so, next to those the client adds by itself
 * @param expiresAt from then on the store refuses it
 */
public record SignedRequest(
    String method, URI url, Map<String, String> headers, Instant expiresAt) {
  public SignedRequest {
    headers = Map.copyOf(headers);
  }

  /** Without the query, which holds the signature, and without the headers. */
  @Override
  public String toString() {
    return method + " " + url.getHost() + url.getPath() + " until " + expiresAt;
  }
}
