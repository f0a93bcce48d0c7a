package dev.hawser.core.postgres;

import io.micronaut.context.annotation.EachBean;
import io.micronaut.context.annotation.Parameter;
import io.micronaut.transaction.TransactionOperations;
import io.micronaut.transaction.support.TransactionSynchronization;
import java.sql.Connection;
import javax.sql.DataSource;

/**
 * What others may only see when it is true: waking somebody who reads the database, forgetting what
 * is remembered of it. There is one for each data source, under its name.
 */
@EachBean(DataSource.class)
public final class AfterCommit {
  private final TransactionOperations<Connection> transactions;

  AfterCommit(@Parameter TransactionOperations<Connection> transactions) {
    this.transactions = transactions;
  }

  /**
   * Runs it after the commit of the outermost transaction that this thread is in, and not at all
   * when that one is rolled back. In no transaction it runs now.
   */
  public void run(Runnable action) {
    transactions
        .findTransactionStatus()
        .ifPresentOrElse(
            status ->
                status.registerSynchronization(
                    new TransactionSynchronization() {
                      @Override
                      public void afterCommit() {
                        action.run();
                      }
                    }),
            action);
  }
}
