package dev.hawser.identity.internal.team;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The tables {@code team} and {@code team_member}. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface TeamRepository extends GenericRepository<TeamRow, UUID> {
  @Query(
      """
      select id, organization_id, name, created_at from identity.team
      where id = :id and organization_id = :organization
      """)
  Optional<TeamRow> find(@Tenant OrganizationId organization, UUID id);

  /** Locks the row until the transaction ends: no project can be given to the team meanwhile. */
  @Query(
      """
      select id, organization_id, name, created_at from identity.team
      where id = :id and organization_id = :organization for update
      """)
  Optional<TeamRow> lock(@Tenant OrganizationId organization, UUID id);

  @Query(
      """
      select id, organization_id, name, created_at from identity.team
      where organization_id = :organization and id > :after order by id limit :limit
      """)
  List<TeamRow> list(@Tenant OrganizationId organization, UUID after, int limit);

  @Query(
      """
      select t.id, t.organization_id, t.name, t.created_at
      from identity.team t join identity.team_member m on m.team_id = t.id
      where m.user_id = :userId and m.organization_id = :organization order by t.name
      """)
  List<TeamRow> ofMember(@Tenant OrganizationId organization, UUID userId);

  @Query(
      """
      insert into identity.team (id, organization_id, name, created_at)
      values (:id, :organization, :name, :at) on conflict do nothing
      """)
  int insert(UUID id, @Tenant OrganizationId organization, String name, Instant at);

  @Query(
      """
      update identity.team set name = :name where id = :id and organization_id = :organization
      """)
  int rename(@Tenant OrganizationId organization, UUID id, String name);

  @Query(
      """
      select count(*) from identity.project
      where team_id = :id and organization_id = :organization
      """)
  int countProjects(@Tenant OrganizationId organization, UUID id);

  @Query("delete from identity.team where id = :id and organization_id = :organization")
  int delete(@Tenant OrganizationId organization, UUID id);

  @Query(
      """
      select count(*) from identity.app_user
      where id = :userId and organization_id = :organization
      """)
  int countUsers(@Tenant OrganizationId organization, UUID userId);

  @Query(
      """
      insert into identity.team_member (team_id, user_id, organization_id, added_at)
      select t.id, u.id, t.organization_id, :at
      from identity.team t join identity.app_user u on u.organization_id = t.organization_id
      where t.id = :id and u.id = :userId and t.organization_id = :organization
      on conflict do nothing
      """)
  int addMember(UUID id, UUID userId, @Tenant OrganizationId organization, Instant at);

  @Query(
      """
      delete from identity.team_member
      where organization_id = :organization and team_id = :id and user_id = :userId
      """)
  int removeMember(@Tenant OrganizationId organization, UUID id, UUID userId);
}
