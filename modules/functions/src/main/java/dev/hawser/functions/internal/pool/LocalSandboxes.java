package dev.hawser.functions.internal.pool;

import dev.hawser.functions.internal.guest.Guest;
import dev.hawser.functions.internal.guest.GuestLimits;
import dev.hawser.functions.internal.wire.Reply;
import dev.hawser.functions.internal.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * Functions inside this process, for installations that trust their code and want to save memory:
 * no heap of their own, no system rights to lose, and a call that is stuck in one long built-in
 * blocks its worker until that ends.
 */
final class LocalSandboxes implements Sandboxes {
  private final GuestLimits limits;
  private @Nullable Guest guest;

  LocalSandboxes(GuestLimits limits) {
    this.limits = limits;
  }

  @Override
  public Sandbox start() {
    return new Local(guest());
  }

  private synchronized Guest guest() {
    if (guest == null) {
      guest = new Guest(limits);
    }
    return guest;
  }

  @Override
  public synchronized void close() {
    if (guest != null) {
      guest.close();
      guest = null;
    }
  }

  private record Local(Guest guest) implements Sandbox {
    @Override
    public Reply answer(Job job) {
      return switch (job.request) {
        case Request.Run(String code, byte[] input) ->
            new Reply.Ended(guest.run(code, input, job::add));
        case Request.Check(String code) -> new Reply.Checked(guest.check(code));
      };
    }

    @Override
    public boolean isAlive() {
      return true;
    }

    /** A call that nobody waits for ends at its own limits. */
    @Override
    public void kill() {}

    @Override
    public void close() {}
  }
}
