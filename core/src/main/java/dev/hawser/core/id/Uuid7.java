package dev.hawser.core.id;

import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * UUIDs of version 7 (RFC 9562): 48 bits of milliseconds, then a 12-bit counter within the
 * millisecond, then 62 random bits. Ids of one generator are strictly ascending, also when the
 * clock steps back.
 */
public final class Uuid7 {
  private final InstantSource clock;
  private final AtomicLong last = new AtomicLong();

  public Uuid7(InstantSource clock) {
    this.clock = clock;
  }

  /** The next id. Safe for any number of threads. */
  public UUID next() {
    long now = clock.millis() << 12;
    long stamp = last.updateAndGet(previous -> Math.max(previous + 1, now));
    long high = ((stamp >>> 12) << 16) | 0x7000L | (stamp & 0xFFF);
    long low = (ThreadLocalRandom.current().nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low);
  }

  /** When the id was made, to the millisecond. */
  public static Instant instantOf(UUID id) {
    return Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16);
  }

  /** The smallest possible id of a moment: a bound for range scans. */
  public static UUID lowerBound(Instant at) {
    return new UUID((at.toEpochMilli() << 16) | 0x7000L, 0x8000000000000000L);
  }
}
