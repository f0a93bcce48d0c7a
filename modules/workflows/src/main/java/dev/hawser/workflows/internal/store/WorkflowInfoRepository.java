package dev.hawser.workflows.internal.store;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Lists of {@code workflow}, which never read a definition. */
@JdbcRepository(dataSource = "workflows", dialect = Dialect.POSTGRES)
interface WorkflowInfoRepository extends GenericRepository<WorkflowInfo, UUID> {
  /** Oldest first, without those that are marked as deleted. */
  @Query(
      """
      select w.id, w.name, w.revision,
        case when w.trigger_revision = w.revision then w.trigger_type end as trigger_type,
        w.problem_count, w.deployed_version,
        (select max(v.version) from workflows.workflow_version v where v.workflow_id = w.id)
          as latest_version,
        w.created_at, w.created_by, w.updated_at, w.updated_by
      from workflows.workflow w
      where w.project_id = :project and w.deleted_at is null and w.id > :after
        and (cast(:name as text) is null or w.name = :name)
      order by w.id limit :limit
      """)
  List<WorkflowInfo> list(@Tenant ProjectId project, @Nullable String name, UUID after, int limit);
}
