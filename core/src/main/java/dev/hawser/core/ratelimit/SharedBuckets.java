package dev.hawser.core.ratelimit;

import dev.hawser.core.redis.RedisStore;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The buckets in Redis. A bucket is one number: when it will be full again, by the clock of Redis,
 * so that clocks of replicas do not matter. A full bucket is no key at all.
 */
final class SharedBuckets {
  /**
   * Takes up to as many tokens as are wanted. Answers how many that were, how many are left, and in
   * how many microseconds the next one comes. A time of a clock that was set back, or of a smaller
   * quota, is cut to an empty bucket.
   */
  private static final String TAKE =
      """
      local quota, window, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
      local time = redis.call('TIME')
      local now = time[1] * 1000000 + time[2]
      local full = math.min(math.max(tonumber(redis.call('GET', KEYS[1])) or now, now), now + window)
      local each = window / quota
      local there = math.floor((now + window - full) / each + 0.000001)
      local given = math.min(wanted, there)
      if given > 0 then
        full = full + given * each
        redis.call('SET', KEYS[1], string.format('%.0f', full),
            'PX', math.ceil((full - now) / 1000) + 1)
      end
      return {given, there - given, math.ceil(full - (now + window) + each)}
      """;

  private final RedisStore redis;

  SharedBuckets(RedisStore redis) {
    this.redis = redis;
  }

  /**
   * What Redis gave.
   *
   * @param given at most as many as were wanted
   * @param left how many it has still
   * @param waitMicros when it has the next one, if none is left
   */
  record Grant(long given, long left, long waitMicros) {}

  /** Asks without waiting; fails with a {@link RedisException} when Redis cannot be asked. */
  CompletableFuture<Grant> take(RateLimit limit, String subject, long wanted) {
    if (redis.isClosed()) { // a closed client would never answer
      return CompletableFuture.failedFuture(new RedisException("closed"));
    }
    try {
      return redis
          .async()
          .<List<Long>>eval(
              TAKE,
              ScriptOutputType.MULTI,
              new String[] {"hawser:limit:1:" + limit.name() + ":" + subject},
              Integer.toString(limit.quota()),
              Long.toString(limit.window().toNanos() / 1_000),
              Long.toString(wanted))
          .toCompletableFuture()
          .thenApply(answer -> new Grant(answer.get(0), answer.get(1), answer.get(2)));
    } catch (RedisException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
