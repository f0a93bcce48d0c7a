package dev.hawser.identity.internal.team;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;
import java.util.UUID;

/** The table {@code organization}. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface OrganizationRepository extends GenericRepository<OrganizationRow, UUID> {
  @Query("select * from identity.organization where id = :organization")
  Optional<OrganizationRow> find(@Tenant OrganizationId organization);

  @Query("select * from identity.organization where id = :organization for update")
  Optional<OrganizationRow> lock(@Tenant OrganizationId organization);

  @Query(
      """
      update identity.organization set name = :name, second_factor_required = :secondFactorRequired
      where id = :organization
      """)
  int change(@Tenant OrganizationId organization, String name, boolean secondFactorRequired);
}
