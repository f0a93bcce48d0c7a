package dev.hawser.identity.internal.account;

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
      where organization_id = :organizationId
      """)
  Optional<EnforcementRow> find(UUID organizationId);

  /** Whoever changes it waits until this transaction has ended. */
  @Query(
      """
      select organization_id, enforced from identity.single_sign_on
      where organization_id = :organizationId for share
      """)
  Optional<EnforcementRow> hold(UUID organizationId);
}
