package dev.hawser.identity.internal.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.SecretValue;
import dev.hawser.identity.internal.vault.Binding;
import dev.hawser.identity.internal.vault.Sealed;
import dev.hawser.identity.internal.vault.Vault;
import dev.hawser.identity.internal.vault.WrappedKey;
import io.micronaut.data.connection.exceptions.ConnectionException;
import io.micronaut.data.connection.jdbc.exceptions.CannotGetJdbcConnectionException;
import io.micronaut.data.exceptions.DataAccessException;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of projects in use, for ten seconds at most. They are read again beside the traffic
 * when they are five seconds old, so executions with secrets do not wait for Postgres, and go on
 * for five to ten seconds when it is down. A value is decrypted when it is first asked for.
 */
@Singleton
final class SecretCache {
  static final Duration AGE = Duration.ofSeconds(10);
  private static final ErrorCode UNAVAILABLE = new ErrorCode("identity.unavailable");
  private static final String PURPOSE = "environment-secret/";
  private static final int MOST = 10_000;
  private static final Executor RENEWAL = task -> Thread.startVirtualThread(task);

  private final SealedRepository items;
  private final Vault vault;
  private final SecretAnnouncements announcements;
  private final LoadingCache<ProjectId, ProjectSecrets> projects;
  private final ReentrantLock subscribing = new ReentrantLock();
  private volatile @Nullable AutoCloseable subscription;

  SecretCache(
      SealedRepository items, Vault vault, SecretAnnouncements announcements, InstantSource clock) {
    this.items = items;
    this.vault = vault;
    this.announcements = announcements;
    Ticker ticker = () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos();
    this.projects =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .ticker(ticker)
            .executor(RENEWAL)
            .refreshAfterWrite(AGE.dividedBy(2))
            .expireAfterWrite(AGE)
            .build(this::load);
  }

  /** What the value of a secret is for, as its ciphertext knows it. */
  static String purpose(String name) {
    return PURPOSE + name;
  }

  /** Tried again with the traffic when Redis could not be reached. */
  @PostConstruct
  void listen() {
    if (subscription == null && subscribing.tryLock()) {
      try {
        if (subscription == null) {
          subscription = announcements.listen(projects::invalidate).orElse(null);
        }
      } finally {
        subscribing.unlock();
      }
    }
  }

  @PreDestroy
  void stopListening() throws Exception {
    AutoCloseable open = subscription;
    if (open != null) {
      open.close();
    }
  }

  /**
   * The secrets of a project.
   *
   * @throws HawserException.Unavailable when they are not in memory and Postgres does not answer
   */
  ProjectSecrets get(ProjectId project) {
    listen();
    return Objects.requireNonNull(projects.get(project));
  }

  /** The secrets of a project were changed here: the next reader asks again, on all replicas. */
  void changed(ProjectId project) {
    projects.invalidate(project);
    announcements.announce(project);
  }

  private ProjectSecrets load(ProjectId project) {
    Map<String, SealedRow> rows = new HashMap<>();
    ask(() -> items.ofSecrets(project)).forEach(row -> rows.put(row.purpose(), row));
    return new ProjectSecrets(rows, this::open);
  }

  private SecretValue open(String name, SealedRow row) {
    Binding binding = new Binding(row.organization(), row.project(), purpose(name), row.id());
    Sealed sealed = new Sealed(new WrappedKey(row.keyId(), row.wrappedKey()), row.ciphertext());
    return new SecretValue(new String(vault.open(binding, sealed), UTF_8));
  }

  /** Asks the database, and says so when it does not answer. */
  static <T> T ask(Supplier<T> query) {
    try {
      return query.get();
    } catch (DataAccessException | ConnectionException | CannotGetJdbcConnectionException e) {
      throw new HawserException.Unavailable(
          UNAVAILABLE, "Secrets cannot be read now; try again soon.", e);
    }
  }

  /** Opens a value. */
  private interface Opener {
    SecretValue open(String name, SealedRow row);
  }

  /** The secrets that a project had when they were read. */
  static final class ProjectSecrets {
    private final Map<String, SealedRow> rows;
    private final Map<String, SecretValue> opened = new ConcurrentHashMap<>();
    private final Opener opener;

    private ProjectSecrets(Map<String, SealedRow> rows, Opener opener) {
      this.rows = rows;
      this.opener = opener;
    }

    /** Null when there is no such secret. */
    @Nullable SecretValue find(String name) {
      SealedRow row = rows.get(name);
      SecretValue known = opened.get(name);
      if (row == null || known != null) {
        return known;
      }
      SecretValue value = opener.open(name, row); // may block: not inside the map
      opened.put(name, value);
      return value;
    }

    /** Whose the project is; null when it has no secrets. */
    @Nullable OrganizationId organization() {
      return rows.values().stream().findAny().map(SealedRow::organization).orElse(null);
    }
  }
}
