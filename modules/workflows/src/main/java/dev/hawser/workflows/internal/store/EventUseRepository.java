package dev.hawser.workflows.internal.store;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;

/** The table {@code event_use}. */
@JdbcRepository(dataSource = "workflows", dialect = Dialect.POSTGRES)
interface EventUseRepository extends GenericRepository<EventUseRow, UUID> {
  @Query(
      """
      insert into workflows.event_use (project_id, name, workflow_id, version)
      values (:projectId, :name, :workflowId, :version) on conflict do nothing
      """)
  void insert(EventUseRow row);

  @Query(
      """
      delete from workflows.event_use
      where workflow_id = :workflowId and project_id = :project and version = 0
      """)
  int forgetDraft(@Tenant ProjectId project, UUID workflowId);
}
