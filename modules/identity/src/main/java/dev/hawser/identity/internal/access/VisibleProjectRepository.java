package dev.hawser.identity.internal.access;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.UUID;

/** Whether a member can see a project; the nil UUID as user is somebody who sees all. */
@JdbcRepository(dataSource = "identity", dialect = Dialect.POSTGRES)
interface VisibleProjectRepository extends GenericRepository<ProjectOfOrganization, UUID> {
  @Query(
      """
      select count(*) from identity.project p
      where p.id = :projectId and p.organization_id = :organizationId
        and not p.deleting
        and (p.access = 'organization'
             or :userId = '00000000-0000-0000-0000-000000000000'
             or exists (select 1 from identity.team_member m
                        where m.team_id = p.team_id and m.user_id = :userId))
      """)
  int count(UUID organizationId, UUID userId, UUID projectId);
}
