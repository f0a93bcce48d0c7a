package dev.hawser.core.postgres;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers the writes of many threads into few transactions. A write that finds the committer idle
 * is committed at once; under load writes wait for the commit before them, at most {@code linger}
 * longer, and go together.
 *
 * <p>While Postgres cannot be reached a batch is tried again until it is: nothing that was
 * submitted is dropped, new submissions are refused when the queue is full. A batch that Postgres
 * refuses is split, so that one bad row fails alone. The queue is in memory: what is not committed
 * when the process dies was not answered either.
 */
public final class GroupCommitter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GroupCommitter.class);
  private static final ErrorCode FULL = new ErrorCode("core.writes-queue-full");
  private static final ErrorCode CLOSED = new ErrorCode("core.shutting-down");
  private static final int MAX_BATCH = 512;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private record Entry<I, R>(BatchStatement<I, R> statement, I item, CompletableFuture<R> result) {}

  private final DataSource dataSource;
  private final List<BatchStatement<?, ?>> order;
  private final long lingerNanos;
  private final BlockingQueue<Entry<?, ?>> queue;
  private final List<Thread> threads = new ArrayList<>();
  private final LongAdder commits = new LongAdder();
  private final LongAdder writes = new LongAdder();
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile boolean closing;

  /**
   * @param dataSource a plain pool
   * @param order the statements in the order in which a transaction runs them: the same in all
   *     committers of a schema, so that they do not deadlock
   * @param threads how many transactions run at once
   */
  public GroupCommitter(
      String name,
      DataSource dataSource,
      List<BatchStatement<?, ?>> order,
      int threads,
      int capacity,
      Duration linger) {
    this.dataSource = dataSource;
    this.order = List.copyOf(order);
    this.lingerNanos = linger.toNanos();
    this.queue = new ArrayBlockingQueue<>(capacity);
    for (int i = 1; i <= threads; i++) {
      this.threads.add(Thread.ofPlatform().name(name + "-commit-" + i).start(this::work));
    }
  }

  /**
   * Hands in a write. The future completes when it is committed, on a thread of the committer: what
   * depends on it must not block there.
   *
   * @throws HawserException.LimitExceeded when the queue is full
   * @throws HawserException.Unavailable after {@link #close}
   */
  public <I, R> CompletableFuture<R> submit(BatchStatement<I, R> statement, I item) {
    if (closing) {
      throw new HawserException.Unavailable(CLOSED, "This server is shutting down", null);
    }
    Entry<I, R> entry = new Entry<>(statement, item, new CompletableFuture<>());
    if (!queue.offer(entry)) {
      throw new HawserException.LimitExceeded(
          FULL, "More work arrives than can be stored; try again", Duration.ofSeconds(1));
    }
    return entry.result;
  }

  /** Transactions committed so far. */
  public long commits() {
    return commits.sum();
  }

  /** Writes committed so far. */
  public long writes() {
    return writes.sum();
  }

  /** Writes that wait for their transaction. */
  public int queued() {
    return queue.size();
  }

  /** Commits what was handed in, for at most ten seconds, and stops. */
  @Override
  public void close() {
    closing = true;
    stopping.countDown();
    for (Thread thread : threads) {
      try {
        if (!thread.join(Duration.ofSeconds(10))) {
          thread.interrupt();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void work() {
    List<Entry<?, ?>> batch = new ArrayList<>(MAX_BATCH);
    int previous = 0;
    while (true) {
      try {
        Entry<?, ?> first = queue.poll(100, TimeUnit.MILLISECONDS);
        if (first == null) {
          if (closing) {
            return;
          }
          previous = 0;
          continue;
        }
        if (previous > 1 && queue.size() < MAX_BATCH && !closing) {
          LockSupport.parkNanos(lingerNanos);
        }
        batch.add(first);
        queue.drainTo(batch, MAX_BATCH - 1);
        previous = batch.size();
        commit(batch);
      } catch (InterruptedException e) {
        LOG.warn("Writes are given up because the process stops: {}", batch.size() + queue.size());
        return;
      } finally {
        batch.clear();
      }
    }
  }

  private void commit(List<Entry<?, ?>> batch) throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    boolean repeated = false;
    while (true) {
      try {
        attempt(batch, repeated);
        return;
      } catch (SQLException e) {
        repeated = true;
        if (!PostgresErrors.isTransient(e)) {
          split(batch, e);
          return;
        }
        if (pause.equals(FIRST_PAUSE)) {
          LOG.warn("{} writes wait for Postgres: {}", batch.size(), e.getMessage());
        }
        if (closing && pause.equals(LONGEST_PAUSE)) {
          batch.forEach(entry -> entry.result.completeExceptionally(e));
          return;
        }
        stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        pause =
            pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0
                ? LONGEST_PAUSE
                : pause.multipliedBy(2);
      } catch (RuntimeException e) {
        LOG.error("A batch of {} writes failed because of a bug", batch.size(), e);
        batch.forEach(entry -> entry.result.completeExceptionally(e));
        return;
      }
    }
  }

  private void split(List<Entry<?, ?>> batch, SQLException cause) throws InterruptedException {
    if (batch.size() == 1) {
      LOG.error("Postgres refuses a write of {}", batch.getFirst().statement, cause);
      batch.getFirst().result.completeExceptionally(cause);
      return;
    }
    for (Entry<?, ?> entry : batch) {
      commit(List.of(entry));
    }
  }

  private void attempt(List<Entry<?, ?>> batch, boolean repeated) throws SQLException {
    List<Runnable> completions = new ArrayList<>(batch.size());
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      try {
        for (BatchStatement<?, ?> statement : order) {
          run(connection, statement, batch, repeated, completions);
        }
        connection.commit();
      } catch (SQLException | RuntimeException e) {
        rollback(connection, e);
        throw e;
      }
    }
    commits.increment();
    writes.add(batch.size());
    completions.forEach(Runnable::run);
  }

  @SuppressWarnings(
      "unchecked") // an entry of a statement was submitted with that statement's types
  private static <I, R> void run(
      Connection connection,
      BatchStatement<I, R> statement,
      List<Entry<?, ?>> batch,
      boolean repeated,
      List<Runnable> completions)
      throws SQLException {
    List<Entry<I, R>> mine = new ArrayList<>(batch.size());
    List<I> items = new ArrayList<>(batch.size());
    for (Entry<?, ?> entry : batch) {
      if (entry.statement.equals(statement)) {
        mine.add((Entry<I, R>) entry);
        items.add((I) entry.item);
      }
    }
    if (mine.isEmpty()) {
      return;
    }
    List<R> results = statement.execute(connection, items, repeated);
    for (int i = 0; i < mine.size(); i++) {
      Entry<I, R> entry = mine.get(i);
      R result = results.get(i);
      completions.add(() -> entry.result.complete(result));
    }
  }

  private static void rollback(Connection connection, Exception cause) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}
