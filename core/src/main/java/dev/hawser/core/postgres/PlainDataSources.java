package dev.hawser.core.postgres;

import io.micronaut.data.connection.jdbc.advice.DelegatingDataSource;
import javax.sql.DataSource;

/** Access to a pool without the transaction context that Micronaut Data puts around it. */
public final class PlainDataSources {
  private PlainDataSources() {}

  /** The pool itself: each {@code getConnection} borrows one, and the caller closes it. */
  public static DataSource plain(DataSource injected) {
    return DelegatingDataSource.unwrapDataSource(injected);
  }
}
