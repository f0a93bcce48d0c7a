package dev.hawser.identity.internal.session;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

/** The table {@code sign_in_attempt}. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface AttemptRepository extends GenericRepository<AttemptRow, String> {
  /**
   * Counts an attempt as failed before it is made, so that many at once are counted too; from the
   * threshold on the subject is locked for a second, and for twice as long with each further one.
   *
   * @param forgiveSeconds after how long one failure is forgotten
   * @return 0 when the subject is locked: then nothing is counted
   */
  @Query(
      """
      insert into identity.sign_in_attempt as a (subject, failures, last_at, locked_until)
      values (:subject, 1, :at, :at)
      on conflict (subject) do update set (failures, last_at, locked_until) = (
        select n, excluded.last_at, excluded.last_at + interval '1 second'
          * case when n < :threshold then 0
              else least(:longestLock, power(2, least(n - :threshold, 20))) end
        from (select 1 + greatest(0, a.failures - cast(floor(
          extract(epoch from excluded.last_at - a.last_at) / :forgiveSeconds) as int)) as n) counted)
      where a.locked_until <= excluded.last_at
      """)
  int begin(String subject, Instant at, int threshold, int longestLock, int forgiveSeconds);

  @Query("select * from identity.sign_in_attempt where subject = :subject")
  Optional<AttemptRow> find(String subject);

  /** Takes one failure back that was none. */
  @Query(
      """
      update identity.sign_in_attempt
      set failures = greatest(0, failures - 1), locked_until = least(locked_until, last_at)
      where subject = :subject
      """)
  int takeBack(String subject);

  @Query("delete from identity.sign_in_attempt where subject = :subject")
  int forget(String subject);

  @Query(
      """
      delete from identity.sign_in_attempt where subject in (
        select subject from identity.sign_in_attempt where last_at < :before limit :limit)
      """)
  int forgetBefore(Instant before, int limit);
}
