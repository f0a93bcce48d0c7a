package dev.hawser.workflows.internal.store;

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
import org.jspecify.annotations.Nullable;

/** The table {@code workflow}. Rows that are marked as deleted are only seen where it says so. */
@JdbcRepository(dataSource = "workflows", dialect = Dialect.POSTGRES)
interface WorkflowRepository extends GenericRepository<WorkflowRow, UUID> {
  @Query(
      """
      select * from workflows.workflow
      where id = :id and project_id = :project and deleted_at is null
      """)
  Optional<WorkflowRow> find(UUID id, @Tenant ProjectId project);

  /** The same, locked against other changes until the transaction ends. */
  @Query(
      """
      select * from workflows.workflow
      where id = :id and project_id = :project and deleted_at is null for update
      """)
  Optional<WorkflowRow> lock(UUID id, @Tenant ProjectId project);

  /** Also when it is deleted. */
  @Query("select * from workflows.workflow where id = :id")
  Optional<WorkflowRow> findAny(UUID id);

  /** A name without the character zero, which Postgres does not know. */
  @Query(
      """
      select * from workflows.workflow
      where project_id = :project and name = :name and deleted_at is null
      """)
  Optional<WorkflowRow> named(@Tenant ProjectId project, String name);

  /** Who has the name: one or none. */
  @Query(
      """
      select id from workflows.workflow
      where project_id = :project and name = :name and deleted_at is null
      """)
  List<UUID> owners(@Tenant ProjectId project, String name);

  /** Adds the row unless the name is taken; what became of it, {@link #find} says. */
  @Query(
      """
      insert into workflows.workflow (id, project_id, name, revision, definition, problem_count,
        trigger_type, trigger_revision, deploy_sequence, created_at, created_by, updated_at,
        updated_by)
      values (:id, :projectId, :name, :revision, cast(:definition as json),
        :problemCount, :triggerType, :revision, :deploySequence, :createdAt, :createdBy, :updatedAt, :updatedBy)
      on conflict (project_id, name) where deleted_at is null do nothing
      """)
  void insert(WorkflowRow row);

  @Query(
      """
      update workflows.workflow set name = :name, definition = cast(:definition as json),
        problem_count = :problems, trigger_type = :triggerType, trigger_revision = revision + 1,
        revision = revision + 1, updated_at = :at, updated_by = :by
      where id = :id and project_id = :project
      """)
  int change(
      UUID id,
      @Tenant ProjectId project,
      String name,
      String definition,
      int problems,
      @Nullable String triggerType,
      Instant at,
      String by);

  /** The draft's name became free meanwhile. */
  @Query("update workflows.workflow set name = :name where id = :id and project_id = :project")
  int rename(UUID id, @Tenant ProjectId project, String name);

  /** Lets one transaction at a time look whether a name is free and take it. */
  @Query("select cast(pg_advisory_xact_lock(hashtextextended(:projectAndName, 0)) as text)")
  String lockName(String projectAndName);

  @Query(
      """
      update workflows.workflow set deployed_version = :version,
        deploy_sequence = deploy_sequence + 1
      where id = :id and project_id = :project
      """)
  int point(UUID id, @Tenant ProjectId project, @Nullable Integer version);

  @Query(
      """
      update workflows.workflow set deleted_at = :at, deployed_version = null,
        deploy_sequence = deploy_sequence + 1, updated_at = :at, updated_by = :by
      where id = :id and project_id = :project and deleted_at is null
      """)
  int delete(UUID id, @Tenant ProjectId project, Instant at, String by);
}
