package dev.hawser.identity.internal.project;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code project_deletion}. Who has lost a deletion to another changes nothing. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface ProjectDeletionTable extends GenericRepository<ProjectDeletionRow, UUID> {
  @Query(
      """
      select * from identity.project_deletion
      where id = :id and organization_id = :organization
      """)
  Optional<ProjectDeletionRow> find(@Tenant OrganizationId organization, UUID id);

  @Query(
      """
      select * from identity.project_deletion
      where organization_id = :organization and id < :before order by id desc limit :limit
      """)
  List<ProjectDeletionRow> list(@Tenant OrganizationId organization, UUID before, int limit);

  @Query(
      """
      insert into identity.project_deletion (id, organization_id, project_id, name, requested_by,
        requested_at, next_at)
      values (:id, :organizationId, :projectId, :name, :requestedBy, :requestedAt, :nextAt)
      """)
  void insert(ProjectDeletionRow row);

  /** The deletion that waits longest, for nobody else until the transaction ends. */
  @Query(
      """
      select * from identity.project_deletion
      where finished_at is null and next_at <= :now
      order by next_at limit 1 for update skip locked
      """)
  Optional<ProjectDeletionRow> next(Instant now);

  @Query(
      """
      update identity.project_deletion set worker = :worker, next_at = :until
      where id = :id and organization_id = :organization
      """)
  int claim(@Tenant OrganizationId organization, UUID id, UUID worker, Instant until);

  @Query(
      """
      update identity.project_deletion set part = :part, place = :place, found = :found,
        deleted = deleted + :count, failure = null, next_at = :until
      where id = :id and organization_id = :organization and worker = :worker
        and finished_at is null
      """)
  int progress(
      @Tenant OrganizationId organization,
      UUID id,
      UUID worker,
      @Nullable String part,
      @Nullable String place,
      boolean found,
      int count,
      Instant until);

  /** Gives it back, to be gone on with at a moment, at the beginning of its part. */
  @Query(
      """
      update identity.project_deletion set worker = null, place = null, failure = :failure,
        next_at = :nextAt
      where id = :id and organization_id = :organization and worker = :worker
        and finished_at is null
      """)
  int postpone(
      @Tenant OrganizationId organization,
      UUID id,
      UUID worker,
      @Nullable String failure,
      Instant nextAt);

  @Query(
      """
      update identity.project_deletion set worker = null, part = null, place = null,
        failure = null, finished_at = :at
      where id = :id and organization_id = :organization and worker = :worker
        and finished_at is null
      """)
  int finish(@Tenant OrganizationId organization, UUID id, UUID worker, Instant at);

  @Query("delete from identity.project_deletion where finished_at < :before")
  int deleteOld(Instant before);
}
