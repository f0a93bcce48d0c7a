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
  @Query("select id, name, created_at from identity.organization where id = :id")
  Optional<OrganizationRow> find(UUID id);

  @Query("update identity.organization set name = :name where id = :id")
  int rename(UUID id, String name);
}
