package dev.hawser.identity.internal.mail;

import io.micronaut.context.ApplicationContext;

/** What tests of other rooms need of this one. */
public final class MailTestAccess {
  private MailTestAccess() {}

  /** Sends what is due, as the leader's housekeeping does. */
  public static void sendDue(ApplicationContext context) {
    context.getBean(MailDuty.class).run(() -> true);
  }
}
