package dev.hawser.identity.internal.vault;

import io.micronaut.context.ApplicationContext;

/** Lets tests of other packages run the leader's duty now. */
public final class VaultTestAccess {
  /** How many items one transaction re-wraps. */
  public static final int BATCH = Rewrapping.BATCH;

  private VaultTestAccess() {}

  public static void rewrap(ApplicationContext context) {
    context.getBean(RewrapDuty.class).run(() -> true);
  }
}
