package dev.hawser.workflows.internal.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** Lists of {@code workflow_version}. */
@JdbcRepository(dataSource = "workflows", dialect = Dialect.POSTGRES)
interface VersionInfoRepository extends GenericRepository<VersionInfo, UUID> {
  /** Newest first. */
  @Query(
      """
      select workflow_id, version, name, label, description, revision, problem_count, deployed_at,
        created_at, created_by
      from workflows.workflow_version
      where workflow_id = :workflowId and version < :before order by version desc limit :limit
      """)
  List<VersionInfo> list(UUID workflowId, int before, int limit);
}
