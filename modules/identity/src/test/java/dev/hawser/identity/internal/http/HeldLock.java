package dev.hawser.identity.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.identity.internal.http.IdentityServer.Answer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** A lock in a server's database, and the requests that it holds up. */
final class HeldLock implements AutoCloseable {
  private final IdentityServer server;
  private final Connection holder;
  private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
  private int heldUp;

  private HeldLock(IdentityServer server, Connection holder) {
    this.server = server;
    this.holder = holder;
  }

  /**
   * @param statement which takes it
   */
  static HeldLock take(IdentityServer server, String statement) throws SQLException {
    HeldLock lock = new HeldLock(server, server.database().connect());
    lock.holder.setAutoCommit(false);
    try (Statement taking = lock.holder.createStatement()) {
      taking.execute(statement);
    }
    return lock;
  }

  /** Sends a request, and returns when it waits behind those that were sent before. */
  Future<Answer> holdUp(Callable<Answer> request) {
    Future<Answer> answer = executor.submit(request);
    heldUp++;
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () ->
                assertThat(
                        server.query(
                            "select count(*) from pg_stat_activity"
                                + " where datname = current_database() and wait_event_type = 'Lock'"))
                    .containsExactly(String.valueOf(heldUp)));
    return answer;
  }

  void release() throws SQLException {
    holder.rollback();
  }

  /** Releases it first: who waits for it would never end. */
  @Override
  public void close() throws SQLException {
    holder.close();
    executor.close();
  }
}
