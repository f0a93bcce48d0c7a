package dev.hawser.identity.internal.mail;

import java.util.UUID;

/**
 * A mail that is to be sent.
 *
 * @param id the same in each attempt
 * @param kind the {@link MailKind#id}
 * @param subject whom or what it is about, as the kind understands it
 * @param address where it goes
 */
public record MailOrder(UUID id, String kind, UUID subject, String address) {
  @Override
  public String toString() {
    return "MailOrder[" + id + ", " + kind + "]"; // the address stays out of logs
  }
}
