package dev.hawser.identity.internal.account;

import dev.hawser.core.postgres.AfterCommit;
import dev.hawser.identity.internal.mail.MailDispatch;
import dev.hawser.identity.internal.mail.MailSender;
import dev.hawser.identity.internal.mail.Outbox;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.UUID;

/** What this room wants of mails. */
@Singleton
final class Mails {
  private final MailSender sender;
  private final Outbox outbox;
  private final MailDispatch dispatch;
  private final AfterCommit afterCommit;

  Mails(
      MailSender sender,
      Outbox outbox,
      MailDispatch dispatch,
      @Named("identity") AfterCommit afterCommit) {
    this.sender = sender;
    this.outbox = outbox;
    this.dispatch = dispatch;
    this.afterCommit = afterCommit;
  }

  /** Whether there is a server that takes them. */
  boolean areSent() {
    return sender.isConfigured();
  }

  /** Refuses what cannot be done without them, with 409. */
  void require() {
    sender.require();
  }

  /** In the transaction of what the mail is about: it goes out after the commit. */
  UUID order(String kind, UUID subject, String address) {
    UUID order = outbox.put(kind, subject, address);
    afterCommit.run(dispatch::wake);
    return order;
  }

  void cancel(String kind, UUID subject) {
    outbox.cancel(kind, subject);
  }
}
