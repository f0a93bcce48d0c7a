package dev.hawser.identity.internal.secret;

import dev.hawser.core.audit.AuditEvent;
import dev.hawser.core.audit.RecordedAudit;
import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.outbox.OutboxEvent;
import dev.hawser.core.outbox.OutboxTable;
import dev.hawser.core.postgres.PlainDataSources;
import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.identity.SecretUse;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down who has read which secrets, once a second, all reads of the same secrets in one entry
 * of the audit log, to which the outbox brings it. What cannot be written waits; when {@value
 * #MOST} uses wait, no more secrets are given out. What a killed process has not written is lost,
 * at most about a second of it while Postgres answers.
 */
@Singleton
class AccessLog {
  static final int MOST = 100_000;
  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
  private static final ErrorCode FULL = new ErrorCode("identity.access-log-full");
  private static final int USES_PER_ROW = AuditEvent.MAX_LIST;

  /** Which secrets. */
  record What(OrganizationId organization, ProjectId project, Set<String> names) {}

  private static final class Uses {
    private final Instant first;
    private Instant last;
    private final Set<String> references = new LinkedHashSet<>();

    Uses(Instant first) {
      this.first = first;
      this.last = first;
    }
  }

  /** The id is given before the first attempt, so that a repeated one does not write it twice. */
  private record Row(UUID id, What what, List<String> usedBy, Instant first, Instant last) {}

  private final DataSource dataSource;
  private final OutboxTable outbox = new OutboxTable("identity");
  private final Uuid7 ids;
  private final InstantSource clock;
  private final Map<What, Uses> noted = new ConcurrentHashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Queue<Row> unwritten = new ArrayDeque<>();
  private final ReentrantLock writing = new ReentrantLock();

  AccessLog(@Named("identity") DataSource dataSource, Uuid7 ids, InstantSource clock) {
    this.dataSource = PlainDataSources.plain(dataSource);
    this.ids = ids;
    this.clock = clock;
  }

  /**
   * Notes a read that is about to happen; does not block on Postgres.
   *
   * @throws HawserException.Unavailable when too many wait to be written
   */
  void note(What what, SecretUse use) {
    if (waiting.get() >= MOST) {
      throw new HawserException.Unavailable(
          FULL, "Reads of secrets cannot be written down now; try again soon.", null);
    }
    Instant now = clock.instant();
    noted.compute(
        what,
        (same, uses) -> {
          Uses all = uses == null ? new Uses(now) : uses;
          all.last = now;
          if (all.references.add(use.reference())) {
            waiting.incrementAndGet();
          }
          return all;
        });
  }

  /** Writes what was noted. What cannot be written waits for the next time. */
  @Scheduled(fixedDelay = "1s")
  void flush() {
    writing.lock();
    try {
      for (What what : List.copyOf(noted.keySet())) {
        Uses uses = noted.remove(what);
        if (uses != null) {
          unwritten.addAll(rows(what, uses));
        }
      }
      if (!unwritten.isEmpty()) {
        write();
        waiting.addAndGet(-unwritten.stream().mapToInt(row -> row.usedBy().size()).sum());
        unwritten.clear();
      }
    } catch (SQLException e) {
      LOG.warn("{} reads of secrets are written down later: {}", waiting.get(), e.toString());
    } finally {
      writing.unlock();
    }
  }

  /** Apart from {@link #flush}: a method of the life cycle is not scheduled. */
  @PreDestroy
  void flushAtLast() {
    flush();
  }

  private List<Row> rows(What what, Uses uses) {
    List<String> references = List.copyOf(uses.references);
    List<Row> rows = new ArrayList<>();
    for (int from = 0; from < references.size(); from += USES_PER_ROW) {
      int to = Math.min(from + USES_PER_ROW, references.size());
      rows.add(new Row(ids.next(), what, references.subList(from, to), uses.first, uses.last));
    }
    return rows;
  }

  private void write() throws SQLException {
    List<OutboxEvent> events = unwritten.stream().map(AccessLog::event).toList();
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        outbox.append(connection, events);
        connection.commit();
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    }
  }

  private static OutboxEvent event(Row row) {
    What what = row.what();
    AuditEvent read =
        AuditEvent.of(what.organization(), what.project(), "system", "secrets.read")
            .with("names", what.names().stream().sorted().toList())
            .with("usedBy", row.usedBy())
            .with("firstAt", RecordedAudit.time(row.first()));
    AuditEvent event =
        what.names().size() == 1 ? read.on("secret", what.names().iterator().next()) : read;
    return new RecordedAudit(row.id(), event, row.last(), null, null).toEvent();
  }
}
