package dev.hawser.core.ratelimit;

import dev.hawser.core.ratelimit.SharedBuckets.Grant;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What this replica knows of one bucket: tokens that it has taken in advance, until when there are
 * none, and a bucket of its own for an outage. The lease doubles while it is used up within a
 * second and halves otherwise, so a quiet caller takes no more than it uses and a busy one asks
 * seldom. All times are of {@link System#nanoTime}.
 */
final class Bucket {
  private static final long BUSY_NANOS = Duration.ofSeconds(1).toNanos();

  private final RateLimit limit;
  private final long windowNanos;
  private long lease = 1;
  private long leased;
  private long tokens;
  private long leasedAt;
  private long left;
  private boolean heard;
  private long heardAt;
  private boolean empty;
  private long emptyUntil;
  private long waiting;
  private long backlog;
  private @Nullable CompletableFuture<Void> asked;
  private double own;
  private long ownAt;
  private boolean ownUsed;
  private boolean ownEmpty;
  private long ownEmptyUntil;

  Bucket(RateLimit limit) {
    this.limit = limit;
    this.windowNanos = limit.window().toNanos();
  }

  RateLimit limit() {
    return limit;
  }

  /** A decision, if none has to be asked for. */
  synchronized Optional<Decision> take(long now) {
    if (empty && now - emptyUntil < 0) {
      return Optional.of(new Decision(limit, 0, Duration.ofNanos(emptyUntil - now)));
    }
    empty = false;
    if (tokens > 0 && now - leasedAt > windowNanos) {
      tokens = 0; // the shared bucket has filled up meanwhile; these would come on top
      left = limit.quota();
    }
    if (tokens == 0) {
      return Optional.empty();
    }
    tokens--;
    return Optional.of(new Decision(limit, tokens + left, null));
  }

  /** The refusal that the last one got who asked, until the next token comes in. */
  synchronized Optional<Decision> usedUp(long now) {
    long wait = Math.max(empty ? emptyUntil - now : 0, ownEmpty ? ownEmptyUntil - now : 0);
    return wait > 0
        ? Optional.of(new Decision(limit, 0, Duration.ofNanos(wait)))
        : Optional.empty();
  }

  /** Whether to ask for the next lease before this one is used up. */
  synchronized boolean isLow() {
    return asked == null && !empty && lease > 1 && tokens <= leased / 2;
  }

  /** Says that a call waits for tokens; it then waits for what {@link #ask} returns. */
  synchronized void join() {
    waiting++;
  }

  /**
   * The question that is under way, or a new one.
   *
   * @param question gets how many tokens are wanted, and must see to it that {@link #granted} or
   *     {@link #failed} is called
   */
  CompletableFuture<Void> ask(long now, LongConsumer question) {
    CompletableFuture<Void> answer;
    long wanted;
    synchronized (this) {
      if (asked != null) {
        return asked;
      }
      answer = new CompletableFuture<>();
      asked = answer;
      boolean busy = leased > 0 && now - leasedAt < BUSY_NANOS;
      lease = Math.clamp(busy ? lease * 2 : lease / 2, 1, limit.largestLease());
      wanted = Math.min(limit.quota(), Math.max(lease, Math.max(waiting, backlog)));
      backlog = 0;
    }
    question.accept(wanted);
    return answer;
  }

  void granted(long now, Grant grant) {
    CompletableFuture<Void> answer;
    synchronized (this) {
      answer = asked;
      asked = null;
      tokens += grant.given();
      backlog = Math.max(0, waiting - tokens); // all who wait are woken, and these ask again
      waiting = 0;
      leased = tokens;
      left = grant.left();
      heard = true;
      heardAt = now;
      if (grant.given() > 0) {
        leasedAt = now;
      } else if (tokens == 0) {
        empty = true;
        emptyUntil = now + Math.max(1, grant.waitMicros()) * 1_000;
        lease = 1;
      }
    }
    if (answer != null) {
      answer.complete(null);
    }
  }

  void failed() {
    CompletableFuture<Void> answer;
    synchronized (this) {
      answer = asked;
      asked = null;
      waiting = 0;
    }
    if (answer != null) {
      answer.complete(null);
    }
  }

  /**
   * A decision without Redis, by this replica's share of the quota. At the start of an outage the
   * share is of what was left.
   */
  synchronized Decision takeOwn(long now, int replicas) {
    double share = Math.max(1, limit.quota() / (double) replicas);
    if (!ownUsed || now - ownAt > windowNanos) {
      boolean known = heard && now - heardAt < windowNanos;
      own = known ? Math.min(share, left / (double) replicas) : share;
      ownUsed = true;
    } else {
      own = Math.min(share, own + (now - ownAt) * share / windowNanos);
    }
    ownAt = now;
    if (own < 1) {
      long wait = (long) Math.ceil((1 - own) * windowNanos / share);
      ownEmpty = true;
      ownEmptyUntil = now + wait;
      return new Decision(limit, 0, Duration.ofNanos(wait));
    }
    own--;
    ownEmpty = false;
    return new Decision(limit, (long) own, null);
  }
}
