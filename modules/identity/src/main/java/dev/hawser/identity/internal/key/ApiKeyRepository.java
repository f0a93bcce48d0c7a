package dev.hawser.identity.internal.key;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code api_key}. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface ApiKeyRepository extends GenericRepository<ApiKeyRow, UUID> {
  @Query("select * from identity.api_key where id = :id")
  Optional<ApiKeyRow> find(UUID id);

  @Query("select count(*) from identity.api_key where id = :id and project_id = :project")
  int count(@Tenant ProjectId project, UUID id);

  @Query(
      """
      select * from identity.api_key
      where project_id = :project and idempotency_key = :idempotencyKey
      """)
  Optional<ApiKeyRow> findByRequest(@Tenant ProjectId project, String idempotencyKey);

  @Query(
      """
      select * from identity.api_key
      where project_id = :project and revoked_at is null and id > :after
      order by id limit :limit
      """)
  List<ApiKeyRow> list(@Tenant ProjectId project, UUID after, int limit);

  /**
   * Adds the key unless the project has one that was made by the same request. Whether it did is
   * seen by reading: what is returned for a row that was left out is not to be relied on.
   */
  @Query(
      """
      insert into identity.api_key (id, organization_id, project_id, name, secret_hash, created_by,
        created_at, expires_at, idempotency_key, idempotency_digest, scopes)
      values (:id, :organizationId, :projectId, :name, :secretHash, :createdBy,
        :createdAt, :expiresAt, :idempotencyKey, :idempotencyDigest, :scopes)
      on conflict (project_id, idempotency_key) where idempotency_key is not null do nothing
      """)
  void insert(ApiKeyRow row);

  /** Lets a request be repeated once its key is too old to be remembered. */
  @Query(
      """
      update identity.api_key set idempotency_key = null, idempotency_digest = null
      where project_id = :project and idempotency_key = :idempotencyKey
        and created_at < :before
      """)
  int forgetRequest(@Tenant ProjectId project, String idempotencyKey, Instant before);

  @Query(
      """
      update identity.api_key set revoked_at = :at, revoked_by = :by
      where id = :id and project_id = :project and revoked_at is null
      """)
  int revoke(UUID id, @Tenant ProjectId project, Instant at, String by);

  @Query(
      """
      update identity.api_key set last_used_at = :at
      where id = :id and (last_used_at is null or last_used_at < :at)
      """)
  int touch(UUID id, Instant at);

  @Query(
      """
      delete from identity.api_key where id in (
        select id from identity.api_key where project_id = :project limit :limit)
      """)
  int deleteOf(@Tenant ProjectId project, int limit);
}
