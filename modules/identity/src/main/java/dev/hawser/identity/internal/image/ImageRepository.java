package dev.hawser.identity.internal.image;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Tenant;
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
  @Query("select * from identity.image where organization_id = :organization and user_id is null")
  Optional<ImageRow> findLogo(@Tenant OrganizationId organization);

  @Query(
      """
      select * from identity.image where organization_id = :organization and user_id = :userId
      """)
  Optional<ImageRow> findAvatar(@Tenant OrganizationId organization, UUID userId);

  @Query(
      """
      select count(*) from identity.app_user
      where id = :userId and organization_id = :organization
      """)
  int countUsers(@Tenant OrganizationId organization, UUID userId);

  /** Changes nothing, but locks the row until the transaction ends. */
  @Query("update identity.organization set name = name where id = :organization")
  int lockOrganization(@Tenant OrganizationId organization);

  /** Changes nothing, but locks the row until the transaction ends. */
  @Query(
      """
      update identity.app_user set email = email
      where id = :userId and organization_id = :organization
      """)
  int lockUser(@Tenant OrganizationId organization, UUID userId);

  @Query("delete from identity.image where id = :id and organization_id = :organization")
  int remove(@Tenant OrganizationId organization, UUID id);

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
