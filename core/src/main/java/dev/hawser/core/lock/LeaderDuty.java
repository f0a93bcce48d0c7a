package dev.hawser.core.lock;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Housekeeping that one replica does from time to time. Every bean of this type is run by the
 * replica that leads the housekeeping, one after the other, the first time about a minute after the
 * start. Two replicas may overlap for a moment when the lead changes, so repeating a duty, or doing
 * it twice at once, must do no harm.
 */
public interface LeaderDuty {
  /** For log lines, for example {@code clean-up of the cache}. */
  String name();

  /** How long after the end of one run the next one starts. */
  Duration every();

  /**
   * Does it. May block for long. An exception is logged, and it is tried again after a minute.
   *
   * @param leading asked before each piece of work; when it says no, the duty returns
   */
  void run(BooleanSupplier leading);
}
