package dev.hawser.identity.internal.connected;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.postgres.AfterCommit;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.ConnectedUser;
import dev.hawser.identity.internal.signing.Recent;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** The users who are active now. One who was never seen before is created. */
@Singleton
final class KnownUsers {
  private static final int MOST = 100_000;

  /** Who, as the customer says it. */
  private record Key(ProjectId project, String userId) {}

  private static final ErrorCode FULL = new ErrorCode("identity.connected-user-limit");
  private final ConnectedUserRepository rows;
  private final Uuid7 ids;
  private final InstantSource clock;
  private final Recent<Key, KnownUser> recent;
  private final AfterCommit afterCommit;

  /** Projects that were full a moment ago: to find that out, their users are counted. */
  private final Cache<ProjectId, Boolean> full =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(Duration.ofSeconds(2)).build();

  KnownUsers(
      ConnectedUserRepository rows,
      Uuid7 ids,
      InstantSource clock,
      @Named(TaskExecutors.BLOCKING) ExecutorService executor,
      @Named("identity") AfterCommit afterCommit) {
    this.afterCommit = afterCommit;
    this.rows = rows;
    this.ids = ids;
    this.clock = clock;
    this.recent = new Recent<>("connected users", MOST, clock, executor, this::read);
  }

  /** The user if memory knows; never blocks. */
  Optional<KnownUser> quick(ProjectId project, String userId) {
    return recent.quick(new Key(project, userId));
  }

  /** The user, created if need be. Blocks on the database; does not write when there is one. */
  KnownUser get(OrganizationId organization, ProjectId project, String userId) {
    return recent.load(
        new Key(project, userId),
        key -> {
          KnownUser known = read(key);
          if (known == null && full.getIfPresent(project) != null) {
            throw full();
          }
          while (known == null) { // again when a deletion has ended in between
            rows.insert(
                ids.next(), organization, project, userId, SearchKey.of(userId), clock.instant());
            known = read(key);
            if (known == null && rows.full(project) > 0) {
              full.put(project, Boolean.TRUE);
              throw full();
            }
          }
          return known;
        });
  }

  /** Something is changed about the user by this transaction. */
  void forget(ConnectedUser user) {
    afterCommit.run(() -> recent.forget(new Key(user.project(), user.userId())));
  }

  private static HawserException full() {
    return new HawserException.AccessDenied(
        FULL, "This project has as many connected users as it may have.");
  }

  private @Nullable KnownUser read(Key key) {
    return rows.findByExternalId(key.project(), key.userId()).map(KnownUser::of).orElse(null);
  }
}
