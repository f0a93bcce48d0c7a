package dev.hawser.identity.internal.token;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The table {@code personal_token}, as requests see it. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface HeldTokenRepository extends GenericRepository<HeldTokenRow, UUID> {
  /** Who can only come by single sign-on needs no second factor here: the provider vouches. */
  @Query(
      """
      select t.id, t.user_id, u.organization_id, u.role, t.secret_hash, t.scopes, t.expires_at,
        u.password_hash is not null
          and not exists (
            select 1 from identity.single_sign_on s
            where s.organization_id = u.organization_id and s.enforced)
          and exists (
            select 1 from identity.member_without_factor m where m.user_id = u.id)
          as factor_missing
      from identity.personal_token t join identity.app_user u on u.id = t.user_id
      where t.id = :id and t.revoked_at is null
      """)
  Optional<HeldTokenRow> find(UUID id);

  @Query(
      """
      update identity.personal_token set last_used_at = :at
      where id = :id and (last_used_at is null or last_used_at < :at)
      """)
  int touch(UUID id, Instant at);
}
