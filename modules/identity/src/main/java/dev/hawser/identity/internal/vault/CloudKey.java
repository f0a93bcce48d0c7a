package dev.hawser.identity.internal.vault;

import dev.hawser.core.health.PartHealth;
import dev.hawser.identity.internal.vault.KeyEncryption.DamagedException;
import dev.hawser.vault.KeyService;
import dev.hawser.vault.KeyServiceException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/** A key-encryption key that a cloud keeps. What it has unwrapped is known for a while. */
final class CloudKey implements AutoCloseable {
  /** A service that has answered so lately is not asked whether it does. */
  private static final Duration LATELY = Duration.ofSeconds(30);

  private final KeyService service;
  private final CloudCalls calls;
  private final DataKeyCache cache;
  private final Duration keep;
  private final InstantSource clock;
  private final AtomicBoolean probing = new AtomicBoolean();

  /**
   * @param keep how long a data key may be used without asking again
   */
  CloudKey(KeyService service, Duration keep, CloudCalls.Limits limits, InstantSource clock) {
    this.service = service;
    this.keep = keep;
    this.clock = clock;
    this.calls = new CloudCalls(service.id(), clock, limits);
    this.cache = new DataKeyCache(keep, clock);
  }

  String id() {
    return service.id();
  }

  byte[] wrap(byte[] dataKey, byte[] context) {
    return service.bindsContext()
        ? calls.call(() -> service.wrap(dataKey, context))
        : ContextLayer.wrap(
            dataKey, context, fresh -> calls.call(() -> service.wrap(fresh, context)));
  }

  byte[] unwrap(byte[] wrapped, byte[] context) throws DamagedException {
    return cache.get(wrapped, context, () -> unwrapNow(wrapped, context));
  }

  /** The same from the service, whatever is known. */
  byte[] unwrapNow(byte[] wrapped, byte[] context) throws DamagedException {
    try {
      return service.bindsContext()
          ? calls.call(() -> service.unwrap(wrapped, context))
          : ContextLayer.unwrap(
              wrapped, context, inner -> calls.call(() -> service.unwrap(inner, context)));
    } catch (KeyServiceException.Damaged e) {
      throw new DamagedException(e);
    }
  }

  /**
   * How the service is, without waiting for it: it is asked beside, when nobody else has asked
   * lately. While data keys in memory go on, it counts as up.
   *
   * @param probe asks it something
   */
  PartHealth health(Runnable probe) {
    Duration silent = Duration.between(calls.lastAnswer(), clock.instant());
    if (silent.compareTo(LATELY) > 0 && probing.compareAndSet(false, true)) {
      Thread.ofVirtual()
          .name("vault-probe")
          .start(
              () -> {
                try {
                  probe.run();
                } finally {
                  probing.set(false);
                }
              });
    }
    String trouble = calls.trouble();
    if (trouble == null) {
      return PartHealth.up("the key service answers");
    }
    Instant end = calls.lastAnswer().plus(keep);
    return clock.instant().isBefore(end)
        ? PartHealth.up("the key service " + trouble + "; data keys in memory go on")
        : PartHealth.down("the key service " + trouble);
  }

  @Override
  public void close() {
    calls.close();
    cache.close();
    service.close();
  }
}
