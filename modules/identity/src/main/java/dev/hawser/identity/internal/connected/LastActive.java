package dev.hawser.identity.internal.connected;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.hawser.core.postgres.PlainDataSources;
import dev.hawser.identity.ConnectedUserId;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down when users were active, off the request path: at most once a minute for each, all of
 * a few seconds in one statement. What a killed process has not written is lost.
 */
@Singleton
class LastActive {
  private static final Logger LOG = LoggerFactory.getLogger(LastActive.class);
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final int MOST = 200_000;
  private static final int AT_ONCE = 1_000;

  private final DataSource dataSource;
  private final InstantSource clock;
  private final Cache<UUID, Boolean> lately;
  private final Map<UUID, Instant> noted = new ConcurrentHashMap<>();
  private final ReentrantLock writing = new ReentrantLock();

  LastActive(@Named("identity") DataSource dataSource, InstantSource clock) {
    this.dataSource = PlainDataSources.plain(dataSource);
    this.clock = clock;
    Ticker ticker = () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos();
    this.lately =
        Caffeine.newBuilder().maximumSize(MOST).ticker(ticker).expireAfterWrite(EVERY).build();
  }

  void note(ConnectedUserId user) {
    UUID id = user.value();
    if (lately.getIfPresent(id) == null && lately.asMap().putIfAbsent(id, Boolean.TRUE) == null) {
      noted.put(id, clock.instant());
    }
  }

  /** Writes what was noted. What cannot be written stays noted for the next time. */
  @Scheduled(fixedDelay = "5s")
  void flush() {
    writing.lock();
    try {
      // Sorted, so that two replicas lock the rows in the same order.
      List<Map.Entry<UUID, Instant>> all =
          Map.copyOf(noted).entrySet().stream().sorted(Map.Entry.comparingByKey()).toList();
      for (int from = 0; from < all.size(); from += AT_ONCE) {
        var some = all.subList(from, Math.min(from + AT_ONCE, all.size()));
        write(some);
        some.forEach(entry -> noted.remove(entry.getKey(), entry.getValue()));
      }
    } catch (SQLException e) {
      LOG.warn("When {} users were active is written later: {}", noted.size(), e.toString());
    } finally {
      writing.unlock();
    }
  }

  private void write(List<Map.Entry<UUID, Instant>> some) throws SQLException {
    String update =
        """
        update identity.connected_user u set last_active_at = seen.at
        from unnest(?::uuid[], ?::timestamptz[]) as seen (id, at)
        where u.id = seen.id and u.last_active_at < seen.at
        """;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement statement = connection.prepareStatement(update)) {
      statement.setArray(
          1, connection.createArrayOf("uuid", some.stream().map(Map.Entry::getKey).toArray()));
      statement.setArray(
          2,
          connection.createArrayOf(
              "timestamptz", some.stream().map(entry -> entry.getValue().toString()).toArray()));
      statement.executeUpdate();
    }
  }

  /** Apart from {@link #flush}: a method of the life cycle is not scheduled. */
  @PreDestroy
  void flushAtLast() {
    flush();
  }
}
