package dev.hawser.core.lock;

import dev.hawser.core.redis.RedisStore;
import io.lettuce.core.ScriptOutputType;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Competes for the leadership of one name from construction until {@link #close}. The lock is a key
 * in the system store that expires; a leader that closes hands over at once, because it announces
 * the release. A leader that cannot renew stops being one, by its own clock, before the key can
 * expire for the others.
 */
public final class LeaderElection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LeaderElection.class);
  private static final Duration TTL = Duration.ofSeconds(5);
  private static final Duration RENEW = Duration.ofMillis(1_500);

  /**
   * The token is the server's clock in microseconds, or one more than the last token if that is
   * larger.
   */
  private static final String ACQUIRE =
      """
      local owner = redis.call('HGET', KEYS[1], 'owner')
      if owner == ARGV[1] then
        redis.call('PEXPIRE', KEYS[1], ARGV[2])
        return redis.call('HGET', KEYS[1], 'token')
      end
      if owner then return nil end
      local now = redis.call('TIME')
      local token = now[1] * 1000000 + now[2]
      local last = tonumber(redis.call('GET', KEYS[2]) or '0')
      if token <= last then token = last + 1 end
      local text = string.format('%.0f', token)
      redis.call('SET', KEYS[2], text)
      redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'token', text)
      redis.call('PEXPIRE', KEYS[1], ARGV[2])
      return text
      """;

  private static final String RELEASE =
      """
      if redis.call('HGET', KEYS[1], 'owner') == ARGV[1] then
        redis.call('DEL', KEYS[1])
        redis.call('PUBLISH', KEYS[3], 'released')
        return 'released'
      end
      return nil
      """;

  private record Held(Leadership leadership, long validUntilNanos) {}

  private final RedisStore store;
  private final String name;
  private final String owner = UUID.randomUUID().toString();
  private final String[] keys;
  private final BlockingQueue<String> wakeups = new ArrayBlockingQueue<>(1);
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable Held held;
  private @Nullable AutoCloseable subscription;

  public LeaderElection(RedisStore store, String name) {
    this.store = store;
    this.name = name;
    String key = "hawser:leader:{" + name + "}";
    this.keys = new String[] {key, key + ":token", key + ":released"};
    this.thread = Thread.ofVirtual().name("leader-" + name).start(this::compete);
  }

  /** The leadership, if this replica has it now. Ask again before each piece of work. */
  public Optional<Leadership> current() {
    Held now = held;
    return now != null && System.nanoTime() - now.validUntilNanos < 0
        ? Optional.of(now.leadership)
        : Optional.empty();
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      thread.join(RedisStore.COMMAND_TIMEOUT.multipliedBy(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void compete() {
    boolean reachable = true;
    while (!closed) {
      try {
        listenForReleases();
        acquireOrRenew();
        reachable = true;
      } catch (RuntimeException e) {
        if (reachable) {
          LOG.warn(
              "Leader election of {} pauses: Redis (system) does not answer: {}",
              name,
              e.toString());
        }
        reachable = false;
      }
      try {
        wakeups.poll(RENEW.toMillis(), TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        break;
      }
    }
    release();
  }

  private void acquireOrRenew() {
    long asked = System.nanoTime();
    String ttl = Long.toString(TTL.toMillis());
    String token = store.commands().eval(ACQUIRE, ScriptOutputType.VALUE, lockKeys(), owner, ttl);
    if (token == null) {
      held = null;
      return;
    }
    Held before = held;
    held =
        new Held(
            new Leadership(name, Long.parseLong(token)),
            asked + TTL.toNanos() - RENEW.toNanos() / 3);
    if (before == null) {
      LOG.info("This replica leads {} (fencing token {})", name, token);
    }
  }

  private String[] lockKeys() {
    return new String[] {keys[0], keys[1]};
  }

  private void listenForReleases() {
    if (subscription == null) {
      subscription = store.subscribe(keys[2], message -> wakeups.offer(message));
    }
  }

  private void release() {
    held = null;
    try {
      if (subscription != null) {
        subscription.close();
      }
      store.commands().eval(RELEASE, ScriptOutputType.VALUE, keys, owner);
    } catch (Exception e) {
      LOG.debug("Leadership of {} was not released; it expires within {}", name, TTL, e);
    }
  }
}
