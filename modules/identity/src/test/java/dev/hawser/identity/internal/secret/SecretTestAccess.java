package dev.hawser.identity.internal.secret;

import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.SecretUse;
import io.micronaut.context.ApplicationContext;
import java.util.Set;
import java.util.UUID;

/** Lets tests of other packages reach the access log. */
public final class SecretTestAccess {
  private SecretTestAccess() {}

  /** Writes what was noted now. */
  public static void flush(ApplicationContext context) {
    context.getBean(AccessLog.class).flush();
  }

  /** Notes as many uses as may wait, and gives how many it could. */
  public static int fill(ApplicationContext context) {
    AccessLog log = context.getBean(AccessLog.class);
    AccessLog.What what =
        new AccessLog.What(
            new OrganizationId(new UUID(0, 1)), new ProjectId(new UUID(0, 2)), Set.of("A"));
    for (int i = 0; i < AccessLog.MOST; i++) {
      try {
        log.note(what, new SecretUse("fill-" + i));
      } catch (HawserException.Unavailable e) {
        return i;
      }
    }
    return AccessLog.MOST;
  }

  /** Deletes what is too old now. */
  public static void retain(ApplicationContext context) {
    context.getBean(AccessRetention.class).run(() -> true);
  }
}
