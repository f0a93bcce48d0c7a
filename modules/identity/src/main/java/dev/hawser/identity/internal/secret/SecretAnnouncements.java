package dev.hawser.identity.internal.secret;

import dev.hawser.core.cache.Availability;
import dev.hawser.core.redis.RedisStore;
import dev.hawser.core.tenancy.ProjectId;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What replicas tell each other through Redis: that the secrets of a project were changed. Never
 * what they are. Only a help: without it, they are read again by age.
 */
@Singleton
final class SecretAnnouncements {
  private static final String CHANNEL = "hawser:identity:1:secrets";

  private final RedisStore redis;
  private final Availability availability;

  SecretAnnouncements(@Named("cache") RedisStore redis, InstantSource clock) {
    this.redis = redis;
    this.availability = new Availability("Redis (changed secrets)", clock);
  }

  void announce(ProjectId project) {
    ask(() -> redis.commands().publish(CHANNEL, project.toString()));
  }

  /** Empty when Redis cannot be reached now. */
  Optional<AutoCloseable> listen(Consumer<ProjectId> listener) {
    return ask(() -> redis.subscribe(CHANNEL, text -> ProjectId.parse(text).ifPresent(listener)));
  }

  private <T> Optional<T> ask(Supplier<@Nullable T> question) {
    // A closed client would never answer a request for a new connection.
    return redis.isClosed() ? Optional.empty() : availability.ask(question);
  }
}
