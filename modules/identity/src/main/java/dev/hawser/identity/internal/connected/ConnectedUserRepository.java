package dev.hawser.identity.internal.connected;

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

  @Query(COLUMNS + "where project_id = :projectId and external_id = :externalId")
  Optional<ConnectedUserRow> findByExternalId(UUID projectId, String externalId);

  @Query(COLUMNS + "where id = :id and project_id = :projectId")
  Optional<ConnectedUserRow> find(UUID projectId, UUID id);

  @Query("select metadata from identity.connected_user where id = :id and project_id = :projectId")
  Optional<String> metadata(UUID projectId, UUID id);

  /** Lets one caller at a time change a user. */
  @Query(COLUMNS + "where id = :id and project_id = :projectId for update")
  Optional<ConnectedUserRow> lock(UUID projectId, UUID id);

  /** Adds the user unless it is there; who is right is seen by reading. */
  @Query(
      """
      insert into identity.connected_user (id, organization_id, project_id, external_id,
        external_id_key, status, created_at, last_active_at)
      values (:id, :organizationId, :projectId, :externalId, :externalIdKey, 'active', :at, :at)
      on conflict (project_id, external_id) do nothing
      """)
  void insert(
      UUID id,
      UUID organizationId,
      UUID projectId,
      String externalId,
      String externalIdKey,
      Instant at);

  @Query(
      """
      update identity.connected_user set metadata = :metadata, name = :name, name_key = :nameKey,
        email = :email, email_key = :emailKey
      where id = :id
      """)
  void describe(
      UUID id,
      String metadata,
      @Nullable String name,
      @Nullable String nameKey,
      @Nullable String email,
      @Nullable String emailKey);

  @Query("update identity.connected_user set status = :status where id = :id")
  void setStatus(UUID id, String status);

  @Query("delete from identity.connected_user where id = :id and project_id = :projectId")
  void delete(UUID projectId, UUID id);

  @Query(
      COLUMNS
          + """
          where project_id = :projectId and (last_active_at, id) < (:before, :beforeId)
          order by last_active_at desc, id desc limit :limit
          """)
  List<ConnectedUserRow> list(UUID projectId, Instant before, UUID beforeId, int limit);

  @Query(
      COLUMNS
          + """
          where project_id = :projectId and status = :status
            and (last_active_at, id) < (:before, :beforeId)
          order by last_active_at desc, id desc limit :limit
          """)
  List<ConnectedUserRow> listByStatus(
      UUID projectId, String status, Instant before, UUID beforeId, int limit);

  /**
   * The lower bound is one comparison of rows and nothing beside it: with two, Postgres may begin
   * at the wrong one and read its way to the other.
   */
  @Query(
      COLUMNS
          + """
          where project_id = :projectId and (external_id_key, id) > (:after, :afterId)
            and external_id_key < :end
          order by external_id_key, id limit :limit
          """)
  List<ConnectedUserRow> searchExternalId(
      UUID projectId, String after, UUID afterId, String end, int limit);

  @Query(
      COLUMNS
          + """
          where project_id = :projectId and (name_key, id) > (:after, :afterId)
            and name_key < :end
          order by name_key, id limit :limit
          """)
  List<ConnectedUserRow> searchName(
      UUID projectId, String after, UUID afterId, String end, int limit);

  @Query(
      COLUMNS
          + """
          where project_id = :projectId and (email_key, id) > (:after, :afterId)
            and email_key < :end
          order by email_key, id limit :limit
          """)
  List<ConnectedUserRow> searchEmail(
      UUID projectId, String after, UUID afterId, String end, int limit);
}
