package dev.hawser.workflows.internal.store;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code workflow_version}. */
@JdbcRepository(dataSource = "workflows", dialect = Dialect.POSTGRES)
interface VersionRepository extends GenericRepository<VersionRow, UUID> {
  @Query(
      """
      select * from workflows.workflow_version
      where workflow_id = :workflowId and version = :version
      """)
  Optional<VersionRow> find(UUID workflowId, int version);

  @Query(
      """
      select * from workflows.workflow_version
      where workflow_id = :workflowId order by version desc limit 1
      """)
  Optional<VersionRow> newest(UUID workflowId);

  /** The newest version with exactly this text. */
  @Query(
      """
      select max(version) from workflows.workflow_version
      where workflow_id = :workflowId and cast(definition as text) = :definition
      """)
  @Nullable Integer with(UUID workflowId, String definition);

  @Query(
      """
      insert into workflows.workflow_version
        (workflow_id, version, name, definition, label, description, revision, problem_count,
         deployed_at, created_at, created_by)
      values (:workflowId, :version, :name, cast(:definition as json), :label, :description,
        :revision, :problemCount, null, :createdAt, :createdBy)
      """)
  void insert(VersionRow row);

  @Query(
      """
      update workflows.workflow_version set label = :label, description = :description
      where workflow_id = :workflowId and version = :version
      """)
  int describe(UUID workflowId, int version, @Nullable String label, @Nullable String description);

  /** Notes that it is deployed, unless it was before. */
  @Query(
      """
      update workflows.workflow_version set deployed_at = :at
      where workflow_id = :workflowId and version = :version and deployed_at is null
      """)
  int deployed(UUID workflowId, int version, Instant at);
}
