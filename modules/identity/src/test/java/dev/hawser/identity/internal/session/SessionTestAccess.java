package dev.hawser.identity.internal.session;

import dev.hawser.identity.internal.hash.Applicant;
import io.micronaut.context.ApplicationContext;
import java.net.InetAddress;

/** What tests of other packages do with sessions: run the leader's duty now, ask who is known. */
public final class SessionTestAccess {
  private SessionTestAccess() {}

  public static void sweep(ApplicationContext context) {
    context.getBean(SessionSweep.class).run(() -> true);
  }

  /** Whether who signs in from there comes before strangers. */
  public static boolean isKnown(ApplicationContext context, String address) {
    Client client = new Client(InetAddress.ofLiteral(address), null);
    return context.getBean(Attempts.class).applicant(client).standing() == Applicant.Standing.KNOWN;
  }
}
