package dev.hawser.identity.internal.signing;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

/** The table {@code key_set}. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface KeySetRepository extends GenericRepository<KeySetRow, String> {
  @Query("select * from identity.key_set where url = :url and fetched_at > :after")
  Optional<KeySetRow> find(String url, Instant after);

  @Query(
      """
      insert into identity.key_set (url, document, fetched_at)
      values (:url, :document, :fetchedAt)
      on conflict (url) do update set document = excluded.document, fetched_at = excluded.fetched_at
      where key_set.fetched_at < excluded.fetched_at
      """)
  void put(KeySetRow row);

  /** A handful of rows, one for each address. */
  @Query("delete from identity.key_set where fetched_at < :before")
  int deleteOlder(Instant before);
}
