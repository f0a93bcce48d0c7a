package dev.hawser.identity.internal.account;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** Which organizations there are. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface OrganizationIds extends GenericRepository<FormerRow, UUID> {
  @Query("select count(*) from identity.organization where id = :organization")
  int count(@Tenant OrganizationId organization);

  @Query("select id from identity.organization limit 2")
  List<UUID> some();
}
