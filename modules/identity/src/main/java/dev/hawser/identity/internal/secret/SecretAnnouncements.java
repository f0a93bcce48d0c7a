package dev.hawser.identity.internal.secret;

import dev.hawser.core.cache.Availability;
import dev.hawser.core.redis.RedisStore;
import dev.hawser.core.tenancy.ProjectId;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What replicas tell each other through Redis: that the secrets of a project were changed. Never
 * what they are. Only a help: without it, they are read again by age.
 */
@Singleton
final class SecretAnnouncements {
  private static final String CHANNEL = "hawser:identity:2:secrets";

  private final String self = UUID.randomUUID().toString();
  private final RedisStore redis;
  private final Availability availability;

  SecretAnnouncements(@Named("cache") RedisStore redis, InstantSource clock) {
    this.redis = redis;
    this.availability = new Availability("Redis (changed secrets)", clock);
  }

  void announce(ProjectId project) {
    ask(() -> redis.commands().publish(CHANNEL, self + ' ' + project));
  }

  /** Empty when Redis cannot be reached now. */
  Optional<AutoCloseable> listen(Consumer<ProjectId> listener) {
    return ask(() -> redis.subscribe(CHANNEL, text -> hear(text, listener)));
  }

  /** What this replica has said itself it knows already. */
  private void hear(String text, Consumer<ProjectId> listener) {
    int space = text.indexOf(' ');
    if (!text.substring(0, Math.max(space, 0)).equals(self)) {
      ProjectId.parse(text.substring(space + 1)).ifPresent(listener);
    }
  }

  private <T> Optional<T> ask(Supplier<@Nullable T> question) {
    // A closed client would never answer a request for a new connection.
    return redis.isClosed() ? Optional.empty() : availability.ask(question);
  }
}
