package dev.hawser.identity.internal.team;

import dev.hawser.core.tenancy.OrganizationId;
import dev.hawser.core.tenancy.Tenant;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** Who is in a team. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface PersonRepository extends GenericRepository<PersonRow, UUID> {
  @Query(
      """
      select u.id, u.email, u.first_name, u.last_name
      from identity.team_member m join identity.app_user u on u.id = m.user_id
      where m.team_id = :teamId and m.organization_id = :organization
        and m.user_id > :after order by m.user_id limit :limit
      """)
  List<PersonRow> list(@Tenant OrganizationId organization, UUID teamId, UUID after, int limit);
}
