package dev.hawser.identity.internal.account;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;
import java.util.UUID;

/** Which organizations enforce single sign-on. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface EnforcementRepository extends GenericRepository<EnforcementRow, UUID> {
  @Query(
      """
      select organization_id, enforced from identity.single_sign_on
      where organization_id = :organization
      """)
  Optional<EnforcementRow> find(@Tenant OrganizationId organization);

  /** Whoever changes it waits until this transaction has ended. */
  @Query(
      """
      select organization_id, enforced from identity.single_sign_on
      where organization_id = :organization for share
      """)
  Optional<EnforcementRow> hold(@Tenant OrganizationId organization);
}
