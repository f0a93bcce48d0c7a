package dev.hawser.identity.internal.signing;

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

/** The table {@code signing_key}. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface SigningKeyRepository extends GenericRepository<SigningKeyRow, UUID> {
  @Query("select organization_id from identity.project where id = :project and not deleting")
  Optional<UUID> organizationOf(@Tenant ProjectId project);

  /** Lets one caller at a time add keys to a project. */
  @Query(
      """
      select count(*) from (select 1 from identity.project where id = :project for update) locked
      """)
  long lock(@Tenant ProjectId project);

  @Query(
      """
      select * from identity.signing_key where project_id = :project and revoked_at is null
      order by id
      """)
  List<SigningKeyRow> active(@Tenant ProjectId project);

  @Query(
      """
      select * from identity.signing_key
      where project_id = :project and idempotency_key = :idempotencyKey
      """)
  Optional<SigningKeyRow> findByRequest(@Tenant ProjectId project, String idempotencyKey);

  @Query(
      """
      insert into identity.signing_key (id, organization_id, project_id, name, kind, public_key,
        source, key_set_url, issuer, audience, created_by, created_at, idempotency_key,
        idempotency_digest)
      values (:id, :organizationId, :projectId, :name, :kind, :publicKey,
        :source, :keySetUrl, :issuer, :audience, :createdBy, :createdAt, :idempotencyKey,
        :idempotencyDigest)
      """)
  void insert(SigningKeyRow row);

  /** Lets a request be repeated once its key is too old to be remembered. */
  @Query(
      """
      update identity.signing_key set idempotency_key = null, idempotency_digest = null
      where project_id = :project and idempotency_key = :idempotencyKey and created_at < :before
      """)
  int forgetRequest(@Tenant ProjectId project, String idempotencyKey, Instant before);

  @Query(
      """
      update identity.signing_key set revoked_at = :at, revoked_by = :by
      where id = :id and project_id = :project and revoked_at is null
      """)
  int revoke(UUID id, @Tenant ProjectId project, Instant at, String by);

  @Query(
      """
      delete from identity.signing_key where id in (
        select id from identity.signing_key where project_id = :project limit :limit)
      """)
  int deleteOf(@Tenant ProjectId project, int limit);

  @Query(
      """
      delete from identity.key_set where url in (
        select k.url from identity.key_set k
        where not exists (select 1 from identity.signing_key s where s.key_set_url = k.url)
        limit :limit)
      """)
  int deleteUnnamedKeySets(int limit);
}
