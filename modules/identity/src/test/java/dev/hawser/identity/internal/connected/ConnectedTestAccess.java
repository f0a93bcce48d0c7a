package dev.hawser.identity.internal.connected;

import io.micronaut.context.BeanContext;

/** Lets tests of other rooms have things written now instead of within five seconds. */
public final class ConnectedTestAccess {
  private ConnectedTestAccess() {}

  public static void flushLastActive(BeanContext context) {
    context.getBean(LastActive.class).flush();
  }
}
