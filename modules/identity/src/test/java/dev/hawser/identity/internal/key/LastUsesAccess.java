package dev.hawser.identity.internal.key;

import io.micronaut.context.BeanContext;

/** Lets tests of other rooms have the last uses written now instead of within five seconds. */
public final class LastUsesAccess {
  private LastUsesAccess() {}

  public static void flush(BeanContext context) {
    context.getBean(LastUses.class).flush();
  }
}
