package dev.hawser.core.egress;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to a tenant's address.
 *
 * @param url absolute, http or https
 * @param body null for none
 * @param contentType of the body; null when there is none or a header says it
 * @param timeout for the whole exchange, redirects included
 * @param maxResponseBytes of the decoded body
 */
public record OutboundRequest(
    String method,
    URI url,
    List<Header> headers,
    @Nullable OutboundBody body,
    @Nullable String contentType,
    boolean followRedirects,
    Duration timeout,
    long maxResponseBytes) {
  /** One header line. */
  public record Header(String name, String value) {}
}
