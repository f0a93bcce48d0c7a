package dev.hawser.identity.internal.token;

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

/** The table {@code personal_token}, as its members see it. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface TokenRepository extends GenericRepository<TokenRow, UUID> {
  @Query(
      """
      select id, user_id, name, secret_hash, scopes, created_at, expires_at, last_used_at
      from identity.personal_token
      where user_id = :userId and revoked_at is null and id > :after
      order by id limit :limit
      """)
  List<TokenRow> list(UUID userId, UUID after, int limit);

  /** Makes others who want to count the tokens of this user wait until the transaction ends. */
  @Query(
      """
      select id from identity.app_user
      where id = :userId and organization_id = :organization for update
      """)
  Optional<UUID> lockUser(UUID userId, @Tenant OrganizationId organization);

  @Query(
      """
      select count(*) from identity.app_user
      where id = :userId and organization_id = :organization
      """)
  int countUsers(UUID userId, @Tenant OrganizationId organization);

  @Query(
      """
      select count(*) from identity.personal_token
      where user_id = :userId and revoked_at is null and expires_at > :now
      """)
  int countLive(UUID userId, Instant now);

  @Query(
      """
      insert into identity.personal_token (id, user_id, name, secret_hash, scopes, created_at,
        expires_at)
      values (:id, :userId, :name, :secretHash, :scopes, :createdAt, :expiresAt)
      """)
  void insert(TokenRow row);

  @Query(
      """
      update identity.personal_token set revoked_at = :at, revoked_by = :by
      where id = :id and user_id = :userId and revoked_at is null
      """)
  int revoke(UUID id, UUID userId, Instant at, String by);

  @Query("select organization_id from identity.app_user where id = :userId")
  Optional<UUID> organization(UUID userId);

  @Query("select id from identity.personal_token where user_id = :userId and revoked_at is null")
  List<UUID> listUnrevoked(UUID userId);
}
