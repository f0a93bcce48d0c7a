package dev.hawser.identity.internal.mail;

import dev.hawser.core.id.Uuid7;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.UUID;

/**
 * Orders mails. An order is part of the caller's transaction: it is there if and only if the fact
 * is that it tells of. After the commit, {@link MailDispatch#wake} sends it at once.
 */
@Singleton
public final class Outbox {
  private final OutboxRepository rows;
  private final Uuid7 ids;
  private final InstantSource clock;

  Outbox(OutboxRepository rows, Uuid7 ids, InstantSource clock) {
    this.rows = rows;
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Orders a mail.
   *
   * @return the order's id
   */
  public UUID put(String kind, UUID subject, String address) {
    UUID id = ids.next();
    rows.insert(id, kind, subject, address, clock.instant());
    return id;
  }

  /** Takes orders back that are not sent yet; one that is being sent may still arrive. */
  public void cancel(String kind, UUID subject) {
    rows.deleteOf(subject, kind);
  }
}
