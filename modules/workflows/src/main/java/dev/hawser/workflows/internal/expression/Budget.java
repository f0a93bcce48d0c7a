package dev.hawser.workflows.internal.expression;

import dev.hawser.workflows.Scope;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one evaluation may still use of time and memory. Loops and functions find it with {@link
 * #current} and pay for their work before they do it; what is outside of them is small.
 *
 * <p>Work is counted in units of about 50 ns. The clock is looked at every {@value #STRIDE} units
 * only, and not started before that, so that small expressions pay next to nothing. Between two
 * looks at most {@value #LONGEST_SLICE_MILLIS} ms are charged: a pause of the machine is not the
 * expression's fault. Nor is a machine that has just started and is still compiling itself: with
 * little work done, the time may be {@link #MOST_NANOS_COLD}.
 */
final class Budget {
  /** Characters of one text. */
  static final int LONGEST_TEXT = 10 << 20;

  private static final int STRIDE = 1024;
  private static final long LONGEST_SLICE_MILLIS = 25;
  private static final long MOST_NANOS = 100_000_000;
  private static final long MOST_NANOS_COLD = 400_000_000;

  /** What takes a quarter of the time on a machine that is warm. */
  private static final long MUCH_WORK = 500_000;

  /** Bytes of all texts, lists and objects that are built on the way, whether kept or not. */
  private static final long MOST_BUILT = 48L << 20;

  private static final ThreadLocal<@Nullable Budget> CURRENT = new ThreadLocal<>();

  private final Scope scope;
  private final boolean explains;
  private int untilCheck = STRIDE;
  private boolean clockRuns;
  private long lastLook;
  private long spentNanos;
  private long work;
  private long built;

  /**
   * @param explains whether the evaluation is only repeated to explain why it failed
   */
  Budget(Scope scope, boolean explains) {
    this.scope = scope;
    this.explains = explains;
  }

  /** The budget of the evaluation that runs in this thread. */
  static Budget current() {
    Budget budget = CURRENT.get();
    if (budget == null) {
      throw new IllegalStateException("No expression is evaluated in this thread");
    }
    return budget;
  }

  void enter() {
    CURRENT.set(this);
  }

  void leave() {
    CURRENT.set(null);
  }

  /** The next identifier; in a run that only explains a failure, none is used up. */
  String uuid() {
    return explains ? "00000000-0000-7000-8000-000000000000" : scope.uuid().toString();
  }

  /** Pays for work that is about to be done. */
  void tick(int units) {
    untilCheck -= units;
    if (untilCheck <= 0) {
      look();
    }
  }

  private void look() {
    work += STRIDE - untilCheck;
    untilCheck = STRIDE;
    long now = System.nanoTime();
    if (clockRuns) {
      spentNanos += Math.min(now - lastLook, LONGEST_SLICE_MILLIS * 1_000_000);
      long most = work > MUCH_WORK ? MOST_NANOS : MOST_NANOS_COLD;
      if (spentNanos > most) {
        throw new LimitReached("it takes more than 100 ms, too long for an expression");
      }
    }
    clockRuns = true;
    lastLook = now;
  }

  /** Pays for memory that is about to be taken. */
  void build(long bytes) {
    built += bytes;
    if (built > MOST_BUILT) {
      throw new LimitReached("it builds more than 48 MiB of texts, lists and objects on its way");
    }
  }

  /** Pays for a text that is about to be built. */
  void text(long characters) {
    if (characters > LONGEST_TEXT) {
      throw new LimitReached("a text grows over 10 MiB");
    }
    tick((int) (characters >>> 8));
    build(2 * characters + 48);
  }

  /** Pays for the places of a list that is about to be built. */
  void list(long items) {
    tick((int) Math.min(items >>> 4, 1 << 24));
    build(4 * items + 48);
  }

  /** What stands behind a value that may be optional. */
  static @Nullable Object present(@Nullable Object value) {
    return value instanceof Optional<?> optional ? optional.orElse(null) : value;
  }
}
