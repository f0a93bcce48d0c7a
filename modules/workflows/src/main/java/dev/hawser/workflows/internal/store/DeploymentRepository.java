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

/** The table {@code deployment}. */
@JdbcRepository(dataSource = "workflows", dialect = Dialect.POSTGRES)
interface DeploymentRepository extends GenericRepository<DeploymentRow, UUID> {
  /** Notes what the workflow's row says now. */
  @Query(
      """
      insert into workflows.deployment (workflow_id, sequence, version, deployed_at, deployed_by)
      select id, deploy_sequence, deployed_version, :at, :by from workflows.workflow
      where id = :workflowId and project_id = :project
      """)
  void note(@Tenant ProjectId project, UUID workflowId, Instant at, String by);

  /** Newest first. */
  @Query(
      """
      select * from workflows.deployment
      where workflow_id = :workflowId and sequence < :before order by sequence desc limit :limit
      """)
  List<DeploymentRow> list(UUID workflowId, long before, int limit);
}
