package dev.hawser.core.outbox;

import dev.hawser.core.error.ErrorCode;
import dev.hawser.core.error.HawserException;
import dev.hawser.core.postgres.PostgresErrors;
import io.micronaut.context.annotation.EachBean;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.transaction.TransactionOperations;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** Writes on the connection of the transaction that the caller is in. */
@EachBean(DataSource.class)
final class TransactionalOutbox implements Outbox {
  private static final ErrorCode OUTSIDE = new ErrorCode("core.outbox-outside-transaction");
  private static final ErrorCode FAILED = new ErrorCode("core.outbox-failed");

  private final OutboxTable table;
  private final String name;
  private final TransactionOperations<Connection> transactions;

  TransactionalOutbox(
      @Parameter String name, @Parameter TransactionOperations<Connection> transactions) {
    this.table = new OutboxTable(name);
    this.name = name;
    this.transactions = transactions;
  }

  @Override
  public void append(OutboxEvent event) {
    if (transactions.findTransactionStatus().isEmpty()) {
      throw new HawserException.Internal(
          OUTSIDE, "An event was added to the outbox of " + name + " outside a transaction", null);
    }
    try {
      table.append(transactions.getConnection(), List.of(event));
    } catch (SQLException e) {
      throw PostgresErrors.isTransient(e)
          ? new HawserException.Unavailable(
              FAILED, "The database cannot be reached right now; try again shortly.", e)
          : new HawserException.Internal(FAILED, "An event cannot be stored", e);
    }
  }
}
