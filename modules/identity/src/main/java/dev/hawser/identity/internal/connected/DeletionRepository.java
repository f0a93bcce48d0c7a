package dev.hawser.identity.internal.connected;

import dev.hawser.core.tenancy.OrganizationId;
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

/**
 * The table {@code connected_user_deletion}. Who has lost a deletion to another changes nothing.
 */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface DeletionRepository extends GenericRepository<DeletionRow, UUID> {
  @Query(
      """
      select * from identity.connected_user_deletion where id = :id and project_id = :project
      """)
  Optional<DeletionRow> find(@Tenant ProjectId project, UUID id);

  @Query(
      """
      select * from identity.connected_user_deletion
      where user_id = :userId and project_id = :project
      """)
  Optional<DeletionRow> findByUser(@Tenant ProjectId project, UUID userId);

  @Query(
      """
      select * from identity.connected_user_deletion
      where project_id = :project and id < :before order by id desc limit :limit
      """)
  List<DeletionRow> list(@Tenant ProjectId project, UUID before, int limit);

  @Query(
      """
      insert into identity.connected_user_deletion (id, organization_id, project_id, user_id,
        requested_by, requested_at, next_at)
      values (:id, :organization, :project, :userId, :requestedBy, :requestedAt, :nextAt)
      on conflict (user_id) do nothing
      """)
  void insert(
      UUID id,
      @Tenant OrganizationId organization,
      @Tenant ProjectId project,
      UUID userId,
      String requestedBy,
      Instant requestedAt,
      Instant nextAt);

  /** The deletion that waits longest, for nobody else until the transaction ends. */
  @Query(
      """
      select * from identity.connected_user_deletion
      where finished_at is null and next_at <= :now
      order by next_at limit 1 for update skip locked
      """)
  Optional<DeletionRow> next(Instant now);

  @Query(
      """
      update identity.connected_user_deletion set worker = :worker, next_at = :until
      where id = :id and project_id = :project
      """)
  int claim(@Tenant ProjectId project, UUID id, UUID worker, Instant until);

  @Query(
      """
      update identity.connected_user_deletion set part = :part, deleted = deleted + :count,
        failure = null, next_at = :until
      where id = :id and project_id = :project and worker = :worker and finished_at is null
      """)
  int progress(
      @Tenant ProjectId project, UUID id, UUID worker, String part, int count, Instant until);

  /** Gives it back, to be gone on with at a moment. */
  @Query(
      """
      update identity.connected_user_deletion set worker = null, failure = :failure,
        next_at = :nextAt
      where id = :id and project_id = :project and worker = :worker and finished_at is null
      """)
  int postpone(@Tenant ProjectId project, UUID id, UUID worker, String failure, Instant nextAt);

  @Query(
      """
      update identity.connected_user_deletion set worker = null, part = null, failure = null,
        finished_at = :at
      where id = :id and project_id = :project and worker = :worker and finished_at is null
      """)
  int finish(@Tenant ProjectId project, UUID id, UUID worker, Instant at);

  @Query("delete from identity.connected_user_deletion where finished_at < :before")
  int deleteOld(Instant before);

  @Query(
      """
      delete from identity.connected_user_deletion where id in (
        select id from identity.connected_user_deletion where project_id = :project limit :limit)
      """)
  int deleteOf(@Tenant ProjectId project, int limit);
}
