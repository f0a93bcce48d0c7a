package dev.hawser.workflows.internal.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code workflow_version}. */
@JdbcRepository(dataSource = "workflows", dialect = Dialect.POSTGRES)
interface VersionRepository extends GenericRepository<VersionRow, UUID> {
  @Query(
      """
      select * from workflows.workflow_version
      where workflow_id = :workflowId and version = :version
      """)
  Optional<VersionRow> find(UUID workflowId, int version);

  /** Newest first. */
  @Query(
      """
      select * from workflows.workflow_version
      where workflow_id = :workflowId and version < :before order by version desc limit :limit
      """)
  List<VersionRow> list(UUID workflowId, int before, int limit);

  @Query(
      """
      insert into workflows.workflow_version
        (workflow_id, version, name, definition, created_at, created_by)
      values (:workflowId, :version, :name, cast(:definition as json), :createdAt, :createdBy)
      """)
  void insert(VersionRow row);
}
