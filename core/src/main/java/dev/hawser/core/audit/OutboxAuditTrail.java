package dev.hawser.core.audit;

import dev.hawser.core.outbox.Outbox;
import io.micronaut.context.annotation.EachBean;
import io.micronaut.context.annotation.Parameter;

/** Sends what is recorded through the outbox of the same database. */
@EachBean(Outbox.class)
final class OutboxAuditTrail implements AuditTrail {
  private final Outbox outbox;
  private final RequestAudit requests;

  OutboxAuditTrail(@Parameter Outbox outbox, RequestAudit requests) {
    this.outbox = outbox;
    this.requests = requests;
  }

  @Override
  public void record(AuditEvent event) {
    outbox.append(requests.recorded(event).toEvent());
  }
}
