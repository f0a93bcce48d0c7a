package dev.hawser.identity.internal.mail;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

/** The table {@code mail_quota}. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface MailQuotaRepository extends GenericRepository<MailQuotaRow, String> {
  /** Counts one more; the row stays locked until the transaction ends. */
  @Query(
      """
      insert into identity.mail_quota as q (id, since, used) values (:id, :now, 1)
      on conflict (id) do update set
        used = case when q.since <= :past then 1 else q.used + 1 end,
        since = case when q.since <= :past then :now else q.since end
      """)
  int count(String id, Instant now, Instant past);

  @Query("select id, since, used from identity.mail_quota where id = :id")
  Optional<MailQuotaRow> find(String id);

  @Query("delete from identity.mail_quota where since <= :past")
  int deleteOld(Instant past);
}
