package dev.hawser.identity.internal.sso;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;
import java.util.UUID;

/** The client secrets in the table {@code vault_item}. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface ClientSecretRepository extends GenericRepository<ClientSecretRow, UUID> {
  @Query(
      """
      insert into identity.vault_item (id, organization_id, purpose, key_id, wrapped_key,
        ciphertext, created_at)
      values (:id, :organizationId, :purpose, :keyId, :wrappedKey, :ciphertext, :createdAt)
      """)
  void insert(ClientSecretRow row);

  @Query(
      """
      select id, organization_id, purpose, key_id, wrapped_key, ciphertext, created_at
      from identity.vault_item where id = :id and organization_id = :organization
      """)
  Optional<ClientSecretRow> find(@Tenant OrganizationId organization, UUID id);

  @Query("delete from identity.vault_item where id = :id and organization_id = :organization")
  int delete(@Tenant OrganizationId organization, UUID id);
}
