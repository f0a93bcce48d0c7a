package dev.hawser.identity.internal.mail;

import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A row of {@code mail_outbox}. */
@MappedEntity(value = "mail_outbox", schema = "identity")
record OutboxRow(
    @Id UUID id,
    String kind,
    UUID subject,
    String address,
    Instant createdAt,
    int attempts,
    Instant nextAt) {
  MailOrder order() {
    return new MailOrder(id, kind, subject, address);
  }

  @Override
  public String toString() {
    return "OutboxRow[" + id + ", " + kind + "]"; // the address stays out of logs
  }
}
