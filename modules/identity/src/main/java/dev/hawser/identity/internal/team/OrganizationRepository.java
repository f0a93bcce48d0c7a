package dev.hawser.identity.internal.team;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;
import java.util.UUID;

/** The table {@code organization}. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface OrganizationRepository extends GenericRepository<OrganizationRow, UUID> {
  @Query("select * from identity.organization where id = :organizationId")
  Optional<OrganizationRow> find(UUID organizationId);

  @Query("select * from identity.organization where id = :organizationId for update")
  Optional<OrganizationRow> lock(UUID organizationId);

  @Query(
      """
      update identity.organization set name = :name, second_factor_required = :secondFactorRequired
      where id = :organizationId
      """)
  int change(UUID organizationId, String name, boolean secondFactorRequired);
}
