package dev.hawser.identity.internal.secret;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;

/** The table {@code secret_access}, as far as it is not written in bulk. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface AccessRepository extends GenericRepository<SecretRow, UUID> {
  /** By the clock of Postgres, as its trigger has it, which refuses to delete younger ones. */
  @Query(
      """
      delete from identity.secret_access where id in (
        select id from identity.secret_access where last_at < now() - interval '365 days'
        order by last_at limit :limit)
      """)
  int deleteOld(int limit);
}
