package dev.hawser.identity.internal.factor;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;

/** The secrets of second factors in the table {@code vault_item}. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface FactorSecretRepository extends GenericRepository<FactorSecretRow, UUID> {
  @Query(
      """
      insert into identity.vault_item (id, organization_id, user_id, purpose, key_id,
        wrapped_key, ciphertext, created_at)
      values (:id, :organizationId, :userId, :purpose, :keyId,
        :wrappedKey, :ciphertext, :createdAt)
      """)
  void insert(FactorSecretRow row);

  /** The factor and its recovery codes go with it. */
  @Query("delete from identity.vault_item where user_id = :userId and purpose = :purpose")
  int deleteOf(UUID userId, String purpose);
}
