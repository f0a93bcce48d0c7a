package dev.hawser.identity.internal.project;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.postgres.AfterCommit;
import dev.hawser.core.postgres.PlainDataSources;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.core.tenancy.ProjectState;
import dev.hawser.core.tenancy.Projects;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.annotation.PostConstruct;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The few projects that are not as all the others, in memory, and who may call from where: read
 * again every second, so that asking costs nothing and needs neither Postgres nor Redis. What is
 * deleted is remembered for a day, longer than anything that was begun before can go on.
 */
@Singleton
public final class ProjectStates implements Projects {
  private static final Logger LOG = LoggerFactory.getLogger(ProjectStates.class);
  private static final ErrorCode ARCHIVED = new ErrorCode("identity.project-archived");
  private static final ErrorCode UNKNOWN = new ErrorCode("identity.project-not-found");
  private static final ErrorCode UNAVAILABLE = new ErrorCode("identity.unavailable");
  private static final Duration REMEMBERED = Duration.ofDays(1);
  private static final long BELIEVED_NANOS = Duration.ofSeconds(3).toNanos();

  private static final String READ =
      """
      select id, 'ARCHIVED' from identity.project where archived_at is not null and not deleting
      union all
      select project_id, 'GONE' from identity.project_deletion
      where finished_at is null or finished_at > ?
      """;

  private record Known(
      Map<ProjectId, ProjectState> states, OriginLists origins, long readAtNanos) {}

  private final DataSource dataSource;
  private final AfterCommit afterCommit;
  private final InstantSource clock;
  private final ReentrantLock reading = new ReentrantLock();
  private long failedAtNanos = System.nanoTime() - BELIEVED_NANOS;
  private volatile Known known =
      new Known(
          Map.of(), OriginLists.UNKNOWN, System.nanoTime() - BELIEVED_NANOS - 1); // nothing yet

  ProjectStates(
      @Named("identity") DataSource dataSource,
      @Named("identity") AfterCommit afterCommit,
      InstantSource clock) {
    this.dataSource = PlainDataSources.plain(dataSource);
    this.afterCommit = afterCommit;
    this.clock = clock;
  }

  @Override
  public ProjectState state(ProjectId project) {
    return known.states().getOrDefault(project, ProjectState.ACTIVE);
  }

  @Override
  public void requireActive(ProjectId project) {
    if (!isFresh()) {
      readOrFail(System.nanoTime());
    }
    switch (state(project)) {
      case ACTIVE -> {}
      case ARCHIVED -> throw archived();
      case GONE -> throw gone(project);
    }
  }

  /** Why credentials of a project are not taken now. */
  public Optional<HawserException> refusal(ProjectId project) {
    return switch (state(project)) {
      case ACTIVE -> Optional.empty();
      case ARCHIVED ->
          Optional.of(
              new HawserException.AccessDenied(
                  ARCHIVED,
                  "The project is archived: its API keys and user tokens do nothing until it is"
                      + " restored."));
      case GONE -> Optional.of(gone(project));
    };
  }

  /**
   * Whose pages may call the Connect API of the project. A project that does not exist, or not any
   * more, is as one that sets no limit: the answer tells nobody which there are.
   *
   * @throws HawserException.Unavailable when it was never read, which is until Postgres answers
   */
  public AllowedOrigins allowedOrigins(ProjectId project) {
    Known now = known;
    if (!now.origins().areKnown()) {
      throw new HawserException.Unavailable(
          UNAVAILABLE, "It cannot be known yet which origins the project allows.", null);
    }
    AllowedOrigins origins = now.origins().byProject().get(project);
    return origins == null || now.states().get(project) == ProjectState.GONE
        ? AllowedOrigins.ANY
        : origins;
  }

  /** What changes in an archived project are answered. */
  public static HawserException.Conflict archived() {
    return new HawserException.Conflict(
        ARCHIVED, "The project is archived: nothing begins or changes there until it is restored.");
  }

  /** What everything in a project that is being deleted is answered. */
  public static HawserException.NotFound gone(ProjectId project) {
    return new HawserException.NotFound(UNKNOWN, "There is no project " + project);
  }

  /**
   * Something of a project is changed by this transaction: known here at once, elsewhere within two
   * seconds.
   */
  void changed() {
    afterCommit.run(this::refresh);
  }

  /** Apart from {@link #refresh}: a method of the life cycle is not scheduled. */
  @PostConstruct
  void begin() {
    refresh();
  }

  /** Reads all states again. */
  @Scheduled(fixedDelay = "1s")
  void refresh() {
    reading.lock();
    try {
      read();
    } catch (SQLException e) {
      LOG.warn("Which projects are archived or deleted is read later: {}", e.toString());
    } finally {
      reading.unlock();
    }
  }

  /** Those who come while one waits for Postgres have its answer, also when it has none. */
  private void readOrFail(long cameAtNanos) {
    reading.lock();
    try {
      if (!isFresh()) {
        if (failedAtNanos - cameAtNanos > 0) {
          throw unavailable(null);
        }
        read();
      }
    } catch (SQLException e) {
      failedAtNanos = System.nanoTime();
      throw unavailable(e);
    } finally {
      reading.unlock();
    }
  }

  private static HawserException.Unavailable unavailable(@Nullable SQLException cause) {
    return new HawserException.Unavailable(
        UNAVAILABLE, "It cannot be known now whether the project is archived.", cause);
  }

  private boolean isFresh() {
    return System.nanoTime() - known.readAtNanos() <= BELIEVED_NANOS;
  }

  private void read() throws SQLException {
    long now = System.nanoTime();
    Map<ProjectId, ProjectState> states = new HashMap<>();
    OriginLists origins;
    try (Connection connection = dataSource.getConnection();
        PreparedStatement select = connection.prepareStatement(READ)) {
      select.setTimestamp(1, Timestamp.from(clock.instant().minus(REMEMBERED)));
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          states.put(
              new ProjectId(row.getObject(1, UUID.class)), ProjectState.valueOf(row.getString(2)));
        }
      }
      origins = known.origins().readAgain(connection);
    }
    known = new Known(Map.copyOf(states), origins, now);
  }
}
