package dev.hawser.identity.internal.secret;

import dev.hawser.core.tenancy.ProjectId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The values of secrets in the table {@code vault_item}. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface SealedRepository extends GenericRepository<SealedRow, UUID> {
  /**
   * The values of a project's secrets. The purpose is the one of the secret that points there, not
   * the one that stands beside the value: a pointer that was bent then does not decrypt.
   */
  @Query(
      """
      select i.id, i.organization_id, i.project_id, s.name as purpose, i.key_id, i.wrapped_key,
        i.ciphertext, i.created_at
      from identity.environment_secret s join identity.vault_item i on i.id = s.vault_item_id
      where s.project_id = :project
      """)
  List<SealedRow> ofSecrets(@Tenant ProjectId project);

  @Query(
      """
      insert into identity.vault_item (id, organization_id, project_id, purpose, key_id,
        wrapped_key, ciphertext, created_at)
      values (:id, :organizationId, :projectId, :purpose, :keyId,
        :wrappedKey, :ciphertext, :createdAt)
      """)
  void insert(SealedRow row);

  @Query("delete from identity.vault_item where id = :id and project_id = :project")
  int delete(UUID id, @Tenant ProjectId project);

  @Query(
      """
      delete from identity.vault_item where id in (
        select id from identity.vault_item where project_id = :project limit :limit)
      """)
  int deleteOf(@Tenant ProjectId project, int limit);
}
