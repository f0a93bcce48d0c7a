package dev.hawser.app.internal.start;

import java.util.function.Function;
import java.util.function.Supplier;

/** Tells people what a start or stop is doing, and how long each part took. */
public interface Progress {
  /**
   * Does one part of the work.
   *
   * @param doing for example {@code Starting PostgreSQL}
   * @param done describes the result, for example {@code PostgreSQL 18.6, embedded}
   */
  <T> T step(String doing, Supplier<T> work, Function<T, String> done);

  /** Says what the current step is at; may be called from any thread. */
  void detail(String text);

  /** Says something that is no step. */
  void say(String text);
}
