package dev.hawser.identity.internal.mail;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The table {@code mail_outbox}. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface OutboxRepository extends GenericRepository<OutboxRow, UUID> {
  @Query(
      """
      insert into identity.mail_outbox (id, kind, subject, address, created_at, next_at)
      values (:id, :kind, :subject, :address, :at, :at)
      """)
  int insert(UUID id, String kind, UUID subject, String address, Instant at);

  /** Locks the row until the transaction ends; what another one has locked is passed over. */
  @Query(
      """
      select id, kind, subject, address, created_at, attempts, next_at from identity.mail_outbox
      where next_at <= :at order by next_at limit 1 for update skip locked
      """)
  Optional<OutboxRow> lockDue(Instant at);

  @Query(
      """
      update identity.mail_outbox set attempts = attempts + 1, next_at = :until where id = :id
      """)
  int lease(UUID id, Instant until);

  @Query("update identity.mail_outbox set next_at = :at where id = :id")
  int postpone(UUID id, Instant at);

  @Query("delete from identity.mail_outbox where id = :id")
  int delete(UUID id);

  @Query("delete from identity.mail_outbox where subject = :subject and kind = :kind")
  int deleteOf(UUID subject, String kind);
}
