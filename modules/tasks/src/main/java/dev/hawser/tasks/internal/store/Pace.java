package dev.hawser.tasks.internal.store;

/**
 * How work in the background shares the machine: it asks after each piece when the next may begin.
 */
@FunctionalInterface
public interface Pace {
  /** How many executions are a piece: some milliseconds of work. */
  int PIECE = 200;

  /** Without any pause. */
  Pace FULL = () -> {};

  /** Comes back when the next piece may begin. */
  void pause();
}
