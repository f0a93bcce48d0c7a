package dev.hawser.core.ratelimit;

import dev.hawser.core.redis.RedisStore;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How many replicas there are: by how many the limits are divided when they cannot be shared. Each
 * says in Redis that it is there; what was counted last holds on while Redis is away.
 */
@Singleton
class Replicas {
  private static final Logger LOG = LoggerFactory.getLogger(Replicas.class);
  private static final String KEY = "hawser:limit:1:replicas";
  private static final String FORGET_AFTER_SECONDS = "35";
  private static final String COUNT =
      """
      local now = tonumber(redis.call('TIME')[1])
      redis.call('ZADD', KEYS[1], now, ARGV[1])
      redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[2]))
      redis.call('EXPIRE', KEYS[1], ARGV[2])
      return redis.call('ZCARD', KEYS[1])
      """;

  private final RedisStore redis;
  private final String self = UUID.randomUUID().toString();
  private volatile int count = 1;

  Replicas(@Named("cache") RedisStore redis) {
    this.redis = redis;
  }

  /** At least one: this one. */
  int count() {
    return count;
  }

  @Scheduled(fixedDelay = "10s")
  void announce() {
    if (redis.isClosed()) {
      return;
    }
    try {
      Long known =
          redis
              .commands()
              .eval(
                  COUNT, ScriptOutputType.INTEGER, new String[] {KEY}, self, FORGET_AFTER_SECONDS);
      count = known == null ? count : Math.clamp(known, 1, 10_000);
    } catch (RedisException e) {
      LOG.debug("Replicas cannot be counted now; {} it stays", count, e);
    }
  }
}
