package dev.hawser.core.audit;

import dev.hawser.core.http.RequestTrace;
import dev.hawser.core.id.Uuid7;
import io.micronaut.http.context.ServerRequestContext;
import io.micronaut.http.server.util.HttpClientAddressResolver;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/** Adds to an event when it happens, and in which request of which client. */
@Singleton
public final class RequestAudit {
  private final Uuid7 ids;
  private final InstantSource clock;
  private final Optional<HttpClientAddressResolver> addresses;

  RequestAudit(Uuid7 ids, InstantSource clock, Optional<HttpClientAddressResolver> addresses) {
    this.ids = ids;
    this.clock = clock;
    this.addresses = addresses;
  }

  /** For code that has a transaction of its own in hand; other code uses {@link AuditTrail}. */
  public RecordedAudit recorded(AuditEvent event) {
    String request = RequestTrace.current().map(RequestTrace::requestId).orElse(null);
    String address =
        addresses
            .flatMap(
                resolver -> ServerRequestContext.currentRequest().map(now -> resolver.resolve(now)))
            .orElse(null);
    return new RecordedAudit(ids.next(), event, clock.instant(), request, address);
  }
}
