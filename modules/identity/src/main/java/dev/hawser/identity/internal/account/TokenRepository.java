package dev.hawser.identity.internal.account;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table {@code one_time_token}. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface TokenRepository extends GenericRepository<TokenRow, String> {
  @Query(
      """
      insert into identity.one_time_token (token_hash, purpose, invitation_id, user_id, email,
        mailed, created_at, expires_at)
      values (:hash, :purpose, :invitationId, :userId, :email, :mailed, :at, :expiresAt)
      """)
  int insert(
      String hash,
      String purpose,
      @Nullable UUID invitationId,
      @Nullable UUID userId,
      String email,
      boolean mailed,
      Instant at,
      Instant expiresAt);

  @Query(
      """
      select token_hash, purpose, invitation_id, user_id, email, mailed, created_at, expires_at
      from identity.one_time_token
      where token_hash = :hash and purpose = :purpose and expires_at > :at
      """)
  Optional<TokenRow> find(String hash, String purpose, Instant at);

  /** Uses it up: of those who try at once, one gets 1. */
  @Query("delete from identity.one_time_token where token_hash = :hash")
  int delete(String hash);

  @Query("delete from identity.one_time_token where invitation_id = :invitationId")
  int deleteOfInvitation(UUID invitationId);

  @Query("delete from identity.one_time_token where user_id = :userId and purpose = :purpose")
  int deleteOfUser(UUID userId, String purpose);

  @Query("delete from identity.one_time_token where expires_at < :at")
  int deleteOld(Instant at);
}
