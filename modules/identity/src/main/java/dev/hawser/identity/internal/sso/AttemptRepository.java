package dev.hawser.identity.internal.sso;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

/** The table {@code single_sign_on_attempt}. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface AttemptRepository extends GenericRepository<AttemptRow, String> {
  @Query(
      """
      insert into identity.single_sign_on_attempt (state_hash, browser_hash, organization_id,
        revision, return_to, expires_at)
      values (:stateHash, :browserHash, :organizationId, :revision, :returnTo, :expiresAt)
      """)
  void insert(AttemptRow row);

  @Query(
      """
      select * from identity.single_sign_on_attempt
      where state_hash = :stateHash and browser_hash = :browserHash and expires_at > :now
      """)
  Optional<AttemptRow> find(String stateHash, String browserHash, Instant now);

  /** Of those who try at once, one gets 1. */
  @Query("delete from identity.single_sign_on_attempt where state_hash = :stateHash")
  int use(String stateHash);

  @Query(
      """
      delete from identity.single_sign_on_attempt where state_hash in (
        select state_hash from identity.single_sign_on_attempt
        where expires_at < :now limit :limit)
      """)
  int deleteOld(Instant now, int limit);
}
