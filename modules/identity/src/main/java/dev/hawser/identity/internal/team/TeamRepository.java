package dev.hawser.identity.internal.team;

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
      where id = :id and organization_id = :organizationId
      """)
  Optional<TeamRow> find(UUID organizationId, UUID id);

  /** Locks the row until the transaction ends: no project can be given to the team meanwhile. */
  @Query(
      """
      select id, organization_id, name, created_at from identity.team
      where id = :id and organization_id = :organizationId for update
      """)
  Optional<TeamRow> lock(UUID organizationId, UUID id);

  @Query(
      """
      select id, organization_id, name, created_at from identity.team
      where organization_id = :organizationId and id > :after order by id limit :limit
      """)
  List<TeamRow> list(UUID organizationId, UUID after, int limit);

  @Query(
      """
      select t.id, t.organization_id, t.name, t.created_at
      from identity.team t join identity.team_member m on m.team_id = t.id
      where m.user_id = :userId and m.organization_id = :organizationId order by t.name
      """)
  List<TeamRow> ofMember(UUID organizationId, UUID userId);

  @Query(
      """
      insert into identity.team (id, organization_id, name, created_at)
      values (:id, :organizationId, :name, :at) on conflict do nothing
      """)
  int insert(UUID id, UUID organizationId, String name, Instant at);

  @Query(
      """
      update identity.team set name = :name where id = :id and organization_id = :organizationId
      """)
  int rename(UUID organizationId, UUID id, String name);

  @Query(
      """
      select count(*) from identity.project
      where team_id = :id and organization_id = :organizationId
      """)
  int countProjects(UUID organizationId, UUID id);

  @Query("delete from identity.team where id = :id and organization_id = :organizationId")
  int delete(UUID organizationId, UUID id);

  @Query(
      """
      select count(*) from identity.app_user
      where id = :userId and organization_id = :organizationId
      """)
  int countUsers(UUID organizationId, UUID userId);

  @Query(
      """
      insert into identity.team_member (team_id, user_id, organization_id, added_at)
      select t.id, u.id, t.organization_id, :at
      from identity.team t join identity.app_user u on u.organization_id = t.organization_id
      where t.id = :id and u.id = :userId and t.organization_id = :organizationId
      on conflict do nothing
      """)
  int addMember(UUID id, UUID userId, UUID organizationId, Instant at);

  @Query(
      """
      delete from identity.team_member
      where organization_id = :organizationId and team_id = :id and user_id = :userId
      """)
  int removeMember(UUID organizationId, UUID id, UUID userId);
}
