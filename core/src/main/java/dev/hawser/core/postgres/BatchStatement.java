package dev.hawser.core.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A write that many callers make at once, done for all of them together.
 *
 * <p>It must be idempotent: when the answer to a commit is lost, the committer runs the whole batch
 * again.
 */
public interface BatchStatement<I, R> {
  /**
   * Writes all items inside the transaction that is open on the connection.
   *
   * @param repeated whether an earlier attempt with these items may have been committed
   * @return one result for each item, in the same order
   */
  List<R> execute(Connection connection, List<I> items, boolean repeated) throws SQLException;
}
