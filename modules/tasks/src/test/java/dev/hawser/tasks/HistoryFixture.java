package dev.hawser.tasks;

import com.zaxxer.hikari.HikariDataSource;
import dev.hawser.core.id.Uuid7;
import dev.hawser.core.lock.Leadership;
import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.storage.BlobEntry;
import dev.hawser.storage.BlobKey;
import dev.hawser.storage.BlobPage;
import dev.hawser.storage.BlobPrefix;
import dev.hawser.storage.BlobSource;
import dev.hawser.storage.MemoryBlobStore;
import dev.hawser.storage.PageRequest;
import dev.hawser.storage.PutOptions;
import dev.hawser.tasks.internal.TestSettings;
import dev.hawser.tasks.internal.archive.ArchiveMetrics;
import dev.hawser.tasks.internal.archive.Archiver;
import dev.hawser.tasks.internal.interpreter.StepRecord;
import dev.hawser.tasks.internal.interpreter.StepStatus;
import dev.hawser.tasks.internal.payload.Payloads;
import dev.hawser.tasks.internal.segment.SegmentReader;
import dev.hawser.tasks.internal.store.EndedExecutions;
import dev.hawser.tasks.internal.store.History;
import dev.hawser.tasks.internal.store.HistoryPartitions;
import dev.hawser.tasks.internal.store.Pace;
import dev.hawser.tasks.internal.store.StoredValues;
import dev.hawser.testing.TestDatabase;
import dev.hawser.testing.TestServers;
import dev.hawser.workflows.WorkflowId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A history in a database and a store of its own, at a time of its own. */
public final class HistoryFixture implements AutoCloseable {
  public static final Leadership LEADER = new Leadership("tasks-history", 100);
  public static final Leadership FORMER_LEADER = new Leadership("tasks-history", 99);

  public final TestDatabase database = TestServers.newDatabase();
  public final MovableClock clock = new MovableClock("2026-11-25T12:00:00Z");
  public final FaultyStore store = new FaultyStore(new MemoryBlobStore(clock));
  public final HikariDataSource pool = new HikariDataSource();
  public final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  public final ProjectId project = new ProjectId(UUID.randomUUID());
  public final WorkflowId workflow = new WorkflowId(UUID.randomUUID());
  private final Uuid7 ids = new Uuid7(clock);

  public HistoryFixture() throws SQLException {
    TasksSchema.create(database);
    pool.setJdbcUrl(database.jdbcUrl());
    pool.setUsername(database.username());
    pool.setPassword(database.password());
    pool.setSchema("tasks");
    pool.setMaximumPoolSize(8);
    pool.setMinimumIdle(2); // as in the application
  }

  public Archiver archiver() {
    return archiver(Map.of());
  }

  public Archiver archiver(Map<String, String> settings) {
    return new Archiver(
        new EndedExecutions(pool),
        new HistoryPartitions(pool),
        store,
        new ArchiveMetrics(meters, clock),
        ids,
        clock,
        TestSettings.of(settings));
  }

  /** Archives all that waits, however young. */
  public void archiveAll() throws SQLException {
    Archiver archiver = archiver(Map.of("hawser.history.archive-after", "0s"));
    while (archiver.archiveSome(LEADER, Pace.FULL)) {
      // and the next segment
    }
  }

  public History history() {
    return new History(pool, new SegmentReader(store), clock);
  }

  /** Executions that were accepted now and end now. */
  public List<ExecutionId> end(int count) throws SQLException {
    List<ExecutionId> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(new ExecutionId(ids.next()));
    }
    insertEnded(all, clock.instant(), input(200));
    return all;
  }

  /** One that was accepted at this moment and ends now. */
  public ExecutionId endAcceptedAt(String moment) throws SQLException {
    ExecutionId id = idOf(moment);
    insertEnded(List.of(id), clock.instant(), input(200));
    return id;
  }

  /** One whose input has so many bytes. */
  public ExecutionId endWithInput(int bytes) throws SQLException {
    ExecutionId id = new ExecutionId(ids.next());
    insertEnded(List.of(id), clock.instant(), input(bytes));
    return id;
  }

  /** One that is open and waits. */
  public ExecutionId openSince(String moment) throws SQLException {
    ExecutionId id = idOf(moment);
    try (Connection connection = pool.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                insert into open_execution
                  (project_id, id, workflow_id, version, trigger_kind, state, epoch, input)
                values (?, ?, ?, 1, 0, 2, 0, '{}')
                """)) {
      insert.setObject(1, project.value());
      insert.setObject(2, id.value());
      insert.setObject(3, workflow.value());
      insert.executeUpdate();
    }
    return id;
  }

  /** Ends what is open, now. */
  public void endOpen(ExecutionId id) throws SQLException {
    sql("delete from open_execution where id = '" + id.value() + "'");
    insertEnded(List.of(id), clock.instant(), input(200));
  }

  public static ExecutionId idOf(String moment) {
    Instant at = Instant.parse(moment);
    return new ExecutionId(new Uuid7(() -> at).next());
  }

  private void insertEnded(List<ExecutionId> all, Instant at, byte[] input) throws SQLException {
    OffsetDateTime time = OffsetDateTime.ofInstant(at, ZoneOffset.UTC);
    try (Connection connection = pool.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                insert into ended_execution (project_id, id, workflow_id, version, trigger_kind, status,
                  started_at, ended_at, task_count, replay_of, input, records, error)
                values (?, ?, ?, 3, 1, ?, ?, ?, 2, ?, ?, ?, ?)
                """)) {
      connection.setAutoCommit(false);
      for (ExecutionId id : all) {
        boolean failed = id.value().getLeastSignificantBits() % 2 == 0;
        insert.setObject(1, project.value());
        insert.setObject(2, id.value());
        insert.setObject(3, workflow.value());
        insert.setInt(4, (failed ? ExecutionStatus.FAILED : ExecutionStatus.SUCCEEDED).code());
        insert.setObject(5, time.minusNanos(123_456_000));
        insert.setObject(6, time);
        insert.setObject(7, failed ? UUID.randomUUID() : null, java.sql.Types.OTHER);
        insert.setBytes(8, input);
        insert.setBytes(9, records(id, at));
        insert.setBytes(10, failed ? "{\"code\":\"x\"}".getBytes(StandardCharsets.UTF_8) : null);
        insert.addBatch();
      }
      insert.executeBatch();
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  private static byte[] input(int bytes) {
    return ("{\"text\":\"" + "ä".repeat(bytes / 2) + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  private byte[] records(ExecutionId id, Instant at) {
    StoredValues values = new StoredValues(new Payloads(store), TestSettings.of(Map.of()));
    return values
        .encode(
            id,
            List.of(
                new StepRecord(
                    "send",
                    "send",
                    "request",
                    StepStatus.SUCCEEDED,
                    1,
                    at,
                    at.plusMillis(5),
                    Map.of("url", "http://localhost/" + id),
                    Map.of("ok", true),
                    null,
                    null)))
        .bytes();
  }

  public long count(String table) throws SQLException {
    return number("select count(*) from " + table);
  }

  public long number(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  public void sql(String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  public BlobKey put(String key) {
    return store.put(new BlobKey(key), BlobSource.of(new byte[] {1}), PutOptions.DEFAULT).key();
  }

  /** Keys that begin like this. */
  public List<String> keys(String prefix) {
    List<String> all = new ArrayList<>();
    PageRequest request = PageRequest.first(PageRequest.MAX_LIMIT);
    while (true) {
      BlobPage page = store.list(new BlobPrefix(prefix), request);
      page.blobs().stream().map(BlobEntry::key).map(BlobKey::value).forEach(all::add);
      if (page.next().isEmpty()) {
        return all;
      }
      request = PageRequest.after(page.next().get(), PageRequest.MAX_LIMIT);
    }
  }

  public static String segments(String day) {
    return "executions/" + LocalDate.parse(day) + "/";
  }

  @Override
  public void close() {
    pool.close();
    database.close();
  }
}
