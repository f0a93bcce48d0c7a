package dev.hawser.identity.internal.session;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.UUID;

/** The table {@code sign_in_report}. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface ReportRepository extends GenericRepository<ReportRow, UUID> {
  /** 0 when the same was reported after {@code past}. */
  @Query(
      """
      insert into identity.sign_in_report as r (organization_id, subject, reported_at)
      values (:organization, :subject, :now)
      on conflict (organization_id, subject) do update set reported_at = excluded.reported_at
      where r.reported_at <= :past
      """)
  int claim(@Tenant OrganizationId organization, String subject, Instant now, Instant past);

  @Query(
      """
      delete from identity.sign_in_report where (organization_id, subject) in (
        select organization_id, subject from identity.sign_in_report
        where reported_at < :before limit :limit)
      """)
  int forgetBefore(Instant before, int limit);
}
