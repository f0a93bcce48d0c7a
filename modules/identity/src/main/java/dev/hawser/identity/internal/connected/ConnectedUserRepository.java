package dev.hawser.identity.internal.connected;

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

/** The table {@code connected_user}. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface ConnectedUserRepository extends GenericRepository<ConnectedUserRow, UUID> {
  String COLUMNS =
      """
      select id, organization_id, project_id, external_id, name, email, status, created_at,
        last_active_at
      from identity.connected_user
      """;

  @Query(COLUMNS + "where project_id = :project and external_id = :externalId")
  Optional<ConnectedUserRow> findByExternalId(@Tenant ProjectId project, String externalId);

  @Query(COLUMNS + "where id = :id and project_id = :project")
  Optional<ConnectedUserRow> find(@Tenant ProjectId project, UUID id);

  @Query("select metadata from identity.connected_user where id = :id and project_id = :project")
  Optional<String> metadata(@Tenant ProjectId project, UUID id);

  /** Lets one caller at a time change a user. */
  @Query(COLUMNS + "where id = :id and project_id = :project for update")
  Optional<ConnectedUserRow> lock(@Tenant ProjectId project, UUID id);

  /**
   * Adds the user unless it is there, or the project has as many as it may; who is right is seen by
   * reading. Those who come at the same moment may exceed the limit.
   */
  @Query(
      """
      insert into identity.connected_user (id, organization_id, project_id, external_id,
        external_id_key, status, created_at, last_active_at)
      select cast(:id as uuid), cast(:organization as uuid), p.id, cast(:externalId as text),
        cast(:externalIdKey as text), 'active', cast(:at as timestamptz), cast(:at as timestamptz)
      from identity.project p
      where p.id = :project and (p.max_connected_users is null or p.max_connected_users >
        (select count(*) from (select 1 from identity.connected_user u
          where u.project_id = p.id limit p.max_connected_users) as counted))
      on conflict (project_id, external_id) do nothing
      """)
  void insert(
      UUID id,
      @Tenant OrganizationId organization,
      @Tenant ProjectId project,
      String externalId,
      String externalIdKey,
      Instant at);

  /** 1 when the project has as many users as it may. */
  @Query(
      """
      select count(*) from identity.project p
      where p.id = :project and p.max_connected_users <=
        (select count(*) from (select 1 from identity.connected_user u
          where u.project_id = p.id limit p.max_connected_users) as counted)
      """)
  int full(@Tenant ProjectId project);

  @Query(
      """
      update identity.connected_user set metadata = :metadata, name = :name, name_key = :nameKey,
        email = :email, email_key = :emailKey
      where id = :id and project_id = :project
      """)
  void describe(
      @Tenant ProjectId project,
      UUID id,
      String metadata,
      @Nullable String name,
      @Nullable String nameKey,
      @Nullable String email,
      @Nullable String emailKey);

  @Query(
      """
      update identity.connected_user set status = :status where id = :id and project_id = :project
      """)
  void setStatus(@Tenant ProjectId project, UUID id, String status);

  @Query("delete from identity.connected_user where id = :id and project_id = :project")
  void delete(@Tenant ProjectId project, UUID id);

  @Query(
      COLUMNS
          + """
          where project_id = :project and (last_active_at, id) < (:before, :beforeId)
          order by last_active_at desc, id desc limit :limit
          """)
  List<ConnectedUserRow> list(@Tenant ProjectId project, Instant before, UUID beforeId, int limit);

  @Query(
      COLUMNS
          + """
          where project_id = :project and status = :status
            and (last_active_at, id) < (:before, :beforeId)
          order by last_active_at desc, id desc limit :limit
          """)
  List<ConnectedUserRow> listByStatus(
      @Tenant ProjectId project, String status, Instant before, UUID beforeId, int limit);

  /**
   * The lower bound is one comparison of rows and nothing beside it: with two, Postgres may begin
   * at the wrong one and read its way to the other.
   */
  @Query(
      COLUMNS
          + """
          where project_id = :project and (external_id_key, id) > (:after, :afterId)
            and external_id_key < :end
          order by external_id_key, id limit :limit
          """)
  List<ConnectedUserRow> searchExternalId(
      @Tenant ProjectId project, String after, UUID afterId, String end, int limit);

  @Query(
      COLUMNS
          + """
          where project_id = :project and (name_key, id) > (:after, :afterId)
            and name_key < :end
          order by name_key, id limit :limit
          """)
  List<ConnectedUserRow> searchName(
      @Tenant ProjectId project, String after, UUID afterId, String end, int limit);

  @Query(
      COLUMNS
          + """
          where project_id = :project and (email_key, id) > (:after, :afterId)
            and email_key < :end
          order by email_key, id limit :limit
          """)
  List<ConnectedUserRow> searchEmail(
      @Tenant ProjectId project, String after, UUID afterId, String end, int limit);

  @Query("select id from identity.connected_user where project_id = :project limit :limit")
  List<UUID> someOf(@Tenant ProjectId project, int limit);

  @Query("delete from identity.connected_user where project_id = :project and id in (:ids)")
  int deleteThese(@Tenant ProjectId project, List<UUID> ids);
}
