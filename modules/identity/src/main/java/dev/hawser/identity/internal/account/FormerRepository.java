package dev.hawser.identity.internal.account;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;
import java.util.UUID;

/** The table {@code former_member}. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface FormerRepository extends GenericRepository<FormerRow, UUID> {
  @Query(
      """
      select id, organization_id, removed_at, removed_by from identity.former_member
      where id = :id and organization_id = :organization
      """)
  Optional<FormerRow> find(@Tenant OrganizationId organization, UUID id);
}
