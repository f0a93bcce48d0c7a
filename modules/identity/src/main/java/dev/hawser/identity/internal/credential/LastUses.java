package dev.hawser.identity.internal.credential;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down when credentials were used, off the request path. {@link ProvenCredential} notes each
 * at most once a minute, so the map holds at most one entry for each one in use.
 */
final class LastUses {
  private static final Logger LOG = LoggerFactory.getLogger(LastUses.class);
  private final CredentialSource<?> source;
  private final Map<UUID, Instant> noted = new ConcurrentHashMap<>();

  LastUses(CredentialSource<?> source) {
    this.source = source;
  }

  void note(UUID id, Instant at) {
    noted.put(id, at);
  }

  /** Writes what was noted. What cannot be written stays noted for the next time. */
  void flush() {
    for (var use : Map.copyOf(noted).entrySet()) {
      try {
        source.touch(use.getKey(), use.getValue());
        noted.remove(use.getKey(), use.getValue());
      } catch (RuntimeException e) {
        LOG.warn(
            "When {} credentials ({}) were last used is written later: {}",
            noted.size(),
            source.kind().noun(),
            e.toString());
        return;
      }
    }
  }
}
