package dev.hawser.identity.internal.key;

import dev.hawser.identity.ApiKeyId;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down when keys were used, off the request path. {@link VerifiedKey} notes each key at most
 * once a minute, so the map holds at most one entry for each key in use.
 */
@Singleton
class LastUses {
  private static final Logger LOG = LoggerFactory.getLogger(LastUses.class);
  private final ApiKeyRepository keys;
  private final Map<ApiKeyId, Instant> noted = new ConcurrentHashMap<>();

  LastUses(ApiKeyRepository keys) {
    this.keys = keys;
  }

  void note(ApiKeyId key, Instant at) {
    noted.put(key, at);
  }

  /** Writes what was noted. What cannot be written stays noted for the next time. */
  @Scheduled(fixedDelay = "5s")
  @PreDestroy
  void flush() {
    for (var use : Map.copyOf(noted).entrySet()) {
      try {
        keys.touch(use.getKey().value(), use.getValue());
        noted.remove(use.getKey(), use.getValue());
      } catch (RuntimeException e) {
        LOG.warn(
            "When {} API keys were last used is written later: {}", noted.size(), e.toString());
        return;
      }
    }
  }
}
