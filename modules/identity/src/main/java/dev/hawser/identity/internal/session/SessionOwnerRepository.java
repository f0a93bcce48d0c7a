package dev.hawser.identity.internal.session;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;
import java.util.UUID;

/** Whose session it is. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface SessionOwnerRepository extends GenericRepository<SessionOwnerRow, UUID> {
  /** Who comes by single sign-on needs no second factor here: the provider vouches. */
  @Query(
      """
      select s.id, s.user_id, u.organization_id, u.role, s.created_at, s.last_seen_at,
        s.method = 'password' and exists (
          select 1 from identity.member_without_factor m where m.user_id = u.id) as factor_missing
      from identity.session s join identity.app_user u on u.id = s.user_id
      where s.token_hash = :tokenHash
      """)
  Optional<SessionOwnerRow> find(String tokenHash);
}
