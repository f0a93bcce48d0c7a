package dev.hawser.identity.internal.session;

import io.micronaut.context.ApplicationContext;

/** Lets tests of other packages run the leader's duty now. */
public final class SessionTestAccess {
  private SessionTestAccess() {}

  public static void sweep(ApplicationContext context) {
    context.getBean(SessionSweep.class).run(() -> true);
  }
}
