package dev.hawser.identity.internal.account;

import dev.hawser.identity.internal.mail.MailDispatch;
import dev.hawser.identity.internal.mail.MailSender;
import dev.hawser.identity.internal.mail.Outbox;
import jakarta.inject.Singleton;
import java.util.UUID;

/** What this room wants of mails. */
@Singleton
final class Mails {
  private final MailSender sender;
  private final Outbox outbox;
  private final MailDispatch dispatch;

  Mails(MailSender sender, Outbox outbox, MailDispatch dispatch) {
    this.sender = sender;
    this.outbox = outbox;
    this.dispatch = dispatch;
  }

  /** Whether there is a server that takes them. */
  boolean areSent() {
    return sender.isConfigured();
  }

  /** Refuses what cannot be done without them, with 409. */
  void require() {
    sender.require();
  }

  /** In the transaction of what the mail is about; {@link #wake} comes after it. */
  UUID order(String kind, UUID subject, String address) {
    return outbox.put(kind, subject, address);
  }

  void cancel(String kind, UUID subject) {
    outbox.cancel(kind, subject);
  }

  /** After the commit. */
  void wake() {
    dispatch.wake();
  }
}
