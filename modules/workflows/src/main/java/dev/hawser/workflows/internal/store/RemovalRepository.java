package dev.hawser.workflows.internal.store;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What is deleted with a project; rows that are marked as deleted too. */
@JdbcRepository(dataSource = "workflows", dialect = Dialect.POSTGRES)
interface RemovalRepository extends GenericRepository<WorkflowRow, UUID> {
  @Query(
      """
      select id from workflows.workflow
      where project_id = :project and deleted_at is null limit :limit
      """)
  List<UUID> live(@Tenant ProjectId project, int limit);

  @Query("select id from workflows.workflow where project_id = :project limit :limit")
  List<UUID> all(@Tenant ProjectId project, int limit);

  @Query("select version from workflows.workflow_version where workflow_id = :workflowId")
  List<Integer> versions(UUID workflowId);

  @Query(
      """
      update workflows.workflow set deleted_at = :at, deployed_version = null,
        deploy_sequence = deploy_sequence + 1
      where id = :id and project_id = :project and deleted_at is null
      """)
  int markDeleted(@Tenant ProjectId project, UUID id, Instant at);

  @Query(
      """
      delete from workflows.event_use where workflow_id = :workflowId and project_id = :project
      """)
  int deleteEventUses(@Tenant ProjectId project, UUID workflowId);

  @Query("delete from workflows.deployment where workflow_id = :workflowId")
  int deleteDeployments(UUID workflowId);

  @Query("delete from workflows.workflow_version where workflow_id = :workflowId")
  int deleteVersions(UUID workflowId);

  @Query("delete from workflows.workflow where id = :id and project_id = :project")
  int deleteWorkflow(@Tenant ProjectId project, UUID id);

  @Query(
      """
      delete from workflows.app_event where project_id = :project and name in (
        select name from workflows.app_event where project_id = :project limit :limit)
      """)
  int deleteEvents(@Tenant ProjectId project, int limit);

  @Query(
      """
      delete from workflows.idempotency_key where owner = :project and key in (
        select key from workflows.idempotency_key where owner = :project limit :limit)
      """)
  int deleteIdempotencyKeys(@Tenant ProjectId project, int limit);
}
