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
  @Query("select * from identity.organization where id = :id")
  Optional<OrganizationRow> find(UUID id);

  @Query("select * from identity.organization where id = :id for update")
  Optional<OrganizationRow> lock(UUID id);

  @Query(
      """
      update identity.organization set name = :name, second_factor_required = :secondFactorRequired
      where id = :id
      """)
  int change(UUID id, String name, boolean secondFactorRequired);
}
