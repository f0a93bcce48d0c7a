package dev.hawser.identity.internal.session;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The table {@code session}. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface SessionRepository extends GenericRepository<SessionRow, UUID> {
  @Query(
      """
      insert into identity.session (id, token_hash, user_id, method, address, user_agent,
        created_at, last_seen_at)
      values (:id, :tokenHash, :userId, :method, :address, :userAgent, :createdAt, :lastSeenAt)
      """)
  void insert(SessionRow row);

  /** Newest first. */
  @Query(
      """
      select * from identity.session where user_id = :userId order by created_at desc, id desc
      """)
  List<SessionRow> ofUser(UUID userId);

  @Query("delete from identity.session where id = :id and user_id = :userId")
  int delete(UUID id, UUID userId);

  @Query(
      """
      update identity.session set last_seen_at = :at where id = :id and last_seen_at < :at
      """)
  int touch(UUID id, Instant at);

  @Query(
      """
      delete from identity.session where id in (
        select id from identity.session
        where created_at < :createdBefore or last_seen_at < :seenBefore limit :limit)
      """)
  int deleteEnded(Instant createdBefore, Instant seenBefore, int limit);

  @Query(
      """
      select * from identity.session where method = :method and user_id in (
        select id from identity.app_user where organization_id = :organization)
      """)
  List<SessionRow> ofOrganization(@Tenant OrganizationId organization, String method);
}
