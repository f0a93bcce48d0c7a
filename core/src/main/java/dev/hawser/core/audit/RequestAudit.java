package dev.hawser.core.audit;

import dev.hawser.core.http.ClientAddresses;
import dev.hawser.core.http.RequestTrace;
import dev.hawser.core.id.Uuid7;
import io.micronaut.http.context.ServerRequestContext;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.InstantSource;

/** Adds to an event when it happens, and in which request of which client. */
@Singleton
public final class RequestAudit {
  private final Uuid7 ids;
  private final InstantSource clock;
  private final Provider<ClientAddresses> addresses; // where no requests come, there are none

  RequestAudit(Uuid7 ids, InstantSource clock, Provider<ClientAddresses> addresses) {
    this.ids = ids;
    this.clock = clock;
    this.addresses = addresses;
  }

  /** For code that has a transaction of its own in hand; other code uses {@link AuditTrail}. */
  public RecordedAudit recorded(AuditEvent event) {
    String request = RequestTrace.current().map(RequestTrace::requestId).orElse(null);
    String address =
        ServerRequestContext.currentRequest()
            .map(now -> addresses.get().of(now).getHostAddress())
            .orElse(null);
    return new RecordedAudit(ids.next(), event, clock.instant(), request, address);
  }
}
