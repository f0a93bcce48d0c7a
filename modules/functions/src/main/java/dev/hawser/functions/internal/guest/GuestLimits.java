package dev.hawser.functions.internal.guest;

import java.time.Duration;

/**
 * What one call may use, beside the heap of its process.
 *
 * @param cpu computing time of the thread that runs the call
 * @param statements statements that it may execute
 * @param maxOutput bytes of JSON that it may return
 */
public record GuestLimits(Duration cpu, int statements, int maxOutput) {
  /** However busy the machine is, a call has ended after this many times its computing time. */
  public static final int WALL_FACTOR = 6;
}
