package dev.hawser.identity.internal.image;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The table {@code image}, and the locks that order changes of one owner's picture. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface ImageRepository extends GenericRepository<ImageRow, UUID> {
  @Query("select * from identity.image where organization_id = :organizationId and user_id is null")
  Optional<ImageRow> findLogo(UUID organizationId);

  @Query(
      """
      select * from identity.image where organization_id = :organizationId and user_id = :userId
      """)
  Optional<ImageRow> findAvatar(UUID organizationId, UUID userId);

  @Query(
      """
      select count(*) from identity.app_user
      where id = :userId and organization_id = :organizationId
      """)
  int countUsers(UUID organizationId, UUID userId);

  /** Changes nothing, but locks the row until the transaction ends. */
  @Query("update identity.organization set name = name where id = :organizationId")
  int lockOrganization(UUID organizationId);

  /** Changes nothing, but locks the row until the transaction ends. */
  @Query(
      """
      update identity.app_user set email = email
      where id = :userId and organization_id = :organizationId
      """)
  int lockUser(UUID organizationId, UUID userId);

  @Query("delete from identity.image where id = :id and organization_id = :organizationId")
  int remove(UUID organizationId, UUID id);

  @Query(
      """
      insert into identity.image (id, organization_id, user_id, media_type, width, height, size,
        created_by, created_at)
      values (:id, :organizationId, :userId, :mediaType, :width, :height, :size, :createdBy,
        :createdAt)
      """)
  int insert(ImageRow image);

  @Query("select id from identity.image where id in (:ids)")
  List<UUID> existing(List<UUID> ids);
}
