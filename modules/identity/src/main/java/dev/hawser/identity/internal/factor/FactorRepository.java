package dev.hawser.identity.internal.factor;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The table {@code second_factor}. When one is in force is said by the view {@code member}. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface FactorRepository extends GenericRepository<FactorRow, UUID> {
  @Query(
      """
      select f.user_id, f.vault_item_id, i.organization_id, i.key_id, i.wrapped_key, i.ciphertext,
        m.second_factor as in_force
      from identity.second_factor f
        join identity.vault_item i on i.id = f.vault_item_id
        join identity.member m on m.id = f.user_id
      where f.user_id = :userId
      """)
  Optional<FactorRow> find(UUID userId);

  /** Which factor is in force; another one has another id. */
  @Query(
      """
      select f.vault_item_id
      from identity.second_factor f join identity.member m on m.id = f.user_id
      where f.user_id = :userId and m.second_factor
      """)
  Optional<UUID> findInForce(UUID userId);

  /** 1 when the organization requires factors, else 0. */
  @Query(
      """
      select count(*) from identity.organization
      where id = :organization and second_factor_required
      """)
  int countRequiring(@Tenant OrganizationId organization);

  /** Lets nobody sign in while the factor changes; 0 when the person is gone. */
  @Query(
      """
      select count(*) from (select 1 from identity.app_user where id = :userId for update) locked
      """)
  long lock(UUID userId);

  @Query(
      """
      insert into identity.second_factor (user_id, vault_item_id, last_step, created_at)
      values (:userId, :vaultItemId, 0, :at)
      """)
  int insert(UUID userId, UUID vaultItemId, Instant at);

  @Query(
      """
      update identity.second_factor set confirmed_at = :at, last_step = :step
      where user_id = :userId and vault_item_id = :vaultItemId and confirmed_at is null
      """)
  int confirm(UUID userId, UUID vaultItemId, long step, Instant at);

  /** 0 when a code of this step, or of a later one, was used before. */
  @Query(
      """
      update identity.second_factor set last_step = :step
      where user_id = :userId and vault_item_id = :vaultItemId and last_step < :step
      """)
  int useStep(UUID userId, UUID vaultItemId, long step);

  @Query(
      """
      insert into identity.recovery_code (user_id, code_hash) values (:userId, :codeHash)
      """)
  int addRecoveryCode(UUID userId, String codeHash);

  @Query("delete from identity.recovery_code where user_id = :userId and code_hash = :codeHash")
  int useRecoveryCode(UUID userId, String codeHash);

  @Query("delete from identity.recovery_code where user_id = :userId")
  int deleteRecoveryCodes(UUID userId);

  @Query("select count(*) from identity.recovery_code where user_id = :userId")
  int countRecoveryCodes(UUID userId);
}
