package dev.hawser.app.internal.health;

import dev.hawser.core.health.HealthPart;
import dev.hawser.core.health.PartHealth;
import dev.hawser.core.redis.RedisStore;
import io.lettuce.core.RedisException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One logical Redis store, asked through the client that everybody uses. */
record RedisHealth(String store, RedisStore client) implements HealthPart {
  private static final Logger LOG = LoggerFactory.getLogger(RedisHealth.class);

  @Override
  public String name() {
    return "redis." + store;
  }

  @Override
  public PartHealth check() {
    try {
      return "PONG".equals(client.commands().ping())
          ? PartHealth.up("answers")
          : PartHealth.down("does not answer as Redis does");
    } catch (RedisException e) {
      LOG.debug("{} cannot be used", name(), e);
      return PartHealth.down("cannot be reached");
    }
  }
}
