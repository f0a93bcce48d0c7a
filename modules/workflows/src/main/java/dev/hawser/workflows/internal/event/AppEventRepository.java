package dev.hawser.workflows.internal.event;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code app_event}. */
@JdbcRepository(dataSource = "workflows", dialect = Dialect.POSTGRES)
interface AppEventRepository extends GenericRepository<AppEventRow, UUID> {
  @Query("select * from workflows.app_event where project_id = :project and name = :name")
  Optional<AppEventRow> find(@Tenant ProjectId project, String name);

  /** The same, locked against other changes until the transaction ends. */
  @Query(
      """
      select * from workflows.app_event where project_id = :project and name = :name for update
      """)
  Optional<AppEventRow> lock(@Tenant ProjectId project, String name);

  /** The same, kept from being deleted until the transaction ends. */
  @Query(
      """
      select * from workflows.app_event where project_id = :project and name = :name
      for key share
      """)
  Optional<AppEventRow> hold(@Tenant ProjectId project, String name);

  @Query(
      "select name from workflows.app_event where project_id = :project order by name limit 1000")
  List<String> names(@Tenant ProjectId project);

  @Query(
      """
      insert into workflows.app_event (project_id, name, revision, description, example, schema,
        created_at, created_by, updated_at, updated_by)
      values (:projectId, :name, :revision, :description, cast(:example as json),
        cast(:schema as json), :createdAt, :createdBy, :updatedAt, :updatedBy)
      """)
  void insert(AppEventRow row);

  /** Lets one transaction at a time look whether there is an event and make it. */
  @Query("select cast(pg_advisory_xact_lock(hashtextextended(:projectAndName, 1)) as text)")
  String lockName(String projectAndName);

  @Query(
      """
      update workflows.app_event set revision = :revision, description = :description,
        example = cast(:example as json), schema = cast(:schema as json),
        updated_at = :updatedAt, updated_by = :updatedBy
      where project_id = :projectId and name = :name
      """)
  int change(AppEventRow row);

  @Query("delete from workflows.app_event where project_id = :project and name = :name")
  int delete(@Tenant ProjectId project, String name);
}
