package dev.hawser.workflows.internal.event;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** Lists of {@code app_event}. */
@JdbcRepository(dataSource = "workflows", dialect = Dialect.POSTGRES)
interface AppEventInfoRepository extends GenericRepository<AppEventInfo, UUID> {
  /** By name. */
  @Query(
      """
      select project_id, name, revision, description, created_at, created_by, updated_at, updated_by
      from workflows.app_event where project_id = :project and name > :after
      order by name limit :limit
      """)
  List<AppEventInfo> list(@Tenant ProjectId project, String after, int limit);
}
