package dev.hawser.functions;

import dev.hawser.core.error.HawserException;

/** Runs customers' JavaScript where it can hurt nobody. Injectable; safe for all threads. */
public interface FunctionRunner {
  /**
   * Runs a function once and waits for what becomes of it; meant for a virtual thread. Whatever the
   * function does is an outcome, never an exception: it returned, it threw, or it was stopped at a
   * limit. A function has no side effects, so one whose runner dies through no fault of its own is
   * run again here, unseen by the caller. Calls of one project beyond its share of the runners wait
   * behind those of others.
   *
   * @throws HawserException.Unavailable with code {@code functions.busy} when too many calls wait
   *     already or this one waited too long, with {@code functions.no-runner} when no runner can be
   *     started, or when this process is stopping; trying again later helps
   * @throws InterruptedException when the calling thread was interrupted; the function is abandoned
   *     at once and nothing of it remains
   */
  FunctionOutcome run(FunctionCall call) throws InterruptedException;
}
