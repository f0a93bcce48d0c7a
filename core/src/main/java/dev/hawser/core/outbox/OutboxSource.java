package dev.hawser.core.outbox;

import dev.hawser.core.postgres.PlainDataSources;
import io.micronaut.context.annotation.EachBean;
import io.micronaut.context.annotation.Parameter;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A database with an outbox in it. */
@EachBean(DataSource.class)
final class OutboxSource {
  private final String name;
  private final DataSource pool;
  private final OutboxRows rows;

  OutboxSource(@Parameter String name, @Parameter DataSource dataSource) {
    this.name = name;
    this.pool = PlainDataSources.plain(dataSource);
    this.rows = new OutboxRows(name);
  }

  String name() {
    return name;
  }

  OutboxRows rows() {
    return rows;
  }

  Connection connect() throws SQLException {
    return pool.getConnection();
  }
}
