package dev.hawser.workflows.internal.store;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** Which workflows name an event. */
@JdbcRepository(dataSource = "workflows", dialect = Dialect.POSTGRES)
interface EventUserRepository extends GenericRepository<EventUser, UUID> {
  /** Oldest first; only drafts and deployed versions of workflows that are not deleted count. */
  @Query(
      """
      select w.id, w.name, bool_or(u.version = 0) as in_draft,
        bool_or(u.version = coalesce(w.deployed_version, -1)) as in_deployed
      from workflows.event_use u join workflows.workflow w on w.id = u.workflow_id
      where u.project_id = :project and u.name = :name and w.deleted_at is null
        and (u.version = 0 or u.version = w.deployed_version) and w.id > :after
      group by w.id, w.name order by w.id limit :limit
      """)
  List<EventUser> list(@Tenant ProjectId project, String name, UUID after, int limit);

  /** The names of those that are deployed and name it then, oldest first. */
  @Query(
      """
      select w.name
      from workflows.event_use u join workflows.workflow w on w.id = u.workflow_id
      where u.project_id = :project and u.name = :name and w.deleted_at is null
        and u.version = w.deployed_version
      order by w.id limit :limit
      """)
  List<String> deployed(@Tenant ProjectId project, String name, int limit);
}
