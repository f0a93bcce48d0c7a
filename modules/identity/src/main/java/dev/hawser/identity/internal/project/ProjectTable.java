package dev.hawser.identity.internal.project;

import dev.hawser.core.tenancy.OrganizationId;
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

/** The table {@code project}. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface ProjectTable extends GenericRepository<ProjectRow, UUID> {
  @Query(
      """
      select * from identity.project
      where id = :project and organization_id = :organization and not deleting
      """)
  Optional<ProjectRow> find(@Tenant OrganizationId organization, @Tenant ProjectId project);

  /** Makes whoever else changes projects of the organization wait. */
  @Query(
      """
      select count(*) from
        (select 1 from identity.organization where id = :organization for update) locked
      """)
  int lockAll(@Tenant OrganizationId organization);

  /** With the nil UUID as user, whoever sees them; as {@code only}, not only one. */
  @Query(
      """
      select p.* from identity.project p
      where p.organization_id = :organization and p.id > :after and not p.deleting
        and (:only = '00000000-0000-0000-0000-000000000000' or p.id = :only)
        and (cast(:environment as text) is null or p.environment = :environment)
        and (cast(:name as text) is null
             or strpos(lower(p.name), lower(cast(:name as text))) > 0)
        and (cast(:archived as boolean) is null
             or cast(:archived as boolean) = (p.archived_at is not null))
        and (:user = '00000000-0000-0000-0000-000000000000'
             or exists (select 1 from identity.visible_project v
                        where v.project_id = p.id and v.user_id = :user))
      order by p.id limit :limit
      """)
  List<ProjectRow> list(
      @Tenant OrganizationId organization,
      UUID user,
      UUID only,
      @Nullable String environment,
      @Nullable String name,
      @Nullable Boolean archived,
      UUID after,
      int limit);

  @Query(
      """
      select count(*) from identity.team where id = :teamId and organization_id = :organization
      """)
  int teams(@Tenant OrganizationId organization, UUID teamId);

  @Query(
      """
      select count(*) from identity.project
      where organization_id = :organization and name = :name and id <> :project
      """)
  int named(@Tenant OrganizationId organization, String name, @Tenant ProjectId project);

  @Query(
      """
      select count(*) from identity.project
      where organization_id = :organization and released_from_id = :project
      """)
  int successors(@Tenant OrganizationId organization, @Tenant ProjectId project);

  @Query(
      """
      insert into identity.project (id, organization_id, team_id, name, description, environment,
        released_from_id, access, max_connected_users, allowed_origins, created_at, changed_at)
      values (:id, :organizationId, :teamId, :name, :description, :environment,
        :releasedFromId, :access, :maxConnectedUsers, :allowedOrigins, :createdAt, :changedAt)
      """)
  void insert(ProjectRow row);

  @Query(
      """
      update identity.project set team_id = :teamId, name = :name, description = :description,
        access = :access, max_connected_users = :maxConnectedUsers,
        allowed_origins = :allowedOrigins, changed_at = :changedAt
      where id = :id and organization_id = :organizationId
      """)
  void update(ProjectRow row);

  /** Counts a change of any list of origins: the last of a transaction, for all wait for it. */
  @Query(
      """
      insert into identity.allowed_origins_change as c (number) values (1)
      on conflict (id) do update set number = c.number + 1
      """)
  void countOriginsChange();

  @Query(
      """
      update identity.project set archived_at = :at, archived_by = :by
      where id = :project and organization_id = :organization
      """)
  void archive(
      @Tenant OrganizationId organization,
      @Tenant ProjectId project,
      @Nullable Instant at,
      @Nullable String by);

  /** Takes it out of sight and out of its chain; its name is free again. */
  @Query(
      """
      update identity.project set deleting = true, released_from_id = null, name = cast(id as text),
        description = null
      where id = :project and organization_id = :organization
      """)
  void beginDeletion(@Tenant OrganizationId organization, @Tenant ProjectId project);

  /** What got its releases from it gets them from nowhere. */
  @Query(
      """
      update identity.project set released_from_id = null
      where released_from_id = :project and organization_id = :organization
      """)
  void endChain(@Tenant OrganizationId organization, @Tenant ProjectId project);

  @Query("delete from identity.project where id = :project and organization_id = :organization")
  void delete(@Tenant OrganizationId organization, @Tenant ProjectId project);
}
